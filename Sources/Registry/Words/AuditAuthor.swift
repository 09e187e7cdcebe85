package import Foundation

/// Who makes a change, and when; kept with the change.
package struct AuditAuthor: Hashable, Sendable {
    /// An administrator's username, or the name of what acts without one, such as `command line`.
    package let name: String
    /// The address that the request came from; `nil` when there was no request.
    package let remoteAddress: String?
    package let at: Date

    package init(name: String, remoteAddress: String? = nil, at: Date) {
        self.name = name
        self.remoteAddress = remoteAddress
        self.at = at
    }
}
