package import Foundation

/// One change of the registry as the audit keeps it: who, when, what; never a value.
package struct AuditRow: Hashable, Sendable, Identifiable {
    /// Grows with each row and is never used again.
    package let id: Int64
    package let author: AuditAuthor
    package let action: AuditAction
    /// The key of what was changed: an entry's or Partition's GUID, a username, a Telephony Server's number.
    package let subject: String
    /// The names of the properties that were set or became different, in the order of the Web Services API.
    package let properties: [String]

    package init(id: Int64, author: AuditAuthor, action: AuditAction, subject: String, properties: [String]) {
        self.id = id
        self.author = author
        self.action = action
        self.subject = subject
        self.properties = properties
    }
}

/// What kind of change an audit row tells of; the raw value is what is kept.
package enum AuditAction: String, Hashable, Sendable, CaseIterable {
    case addEntry
    case changeEntry
    case deleteEntry
    case addUser
    case changeUser
    case deleteUser
    case addTelephonyServer
    case changeTelephonyServer
    case deleteTelephonyServer
    case addPartition
    case changePartition
    case deletePartition
    case setPassword
}

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
