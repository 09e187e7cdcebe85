package import Foundation

/// Which audit rows are wanted; the newest come first.
package struct AuditRowQuery: Hashable, Sendable {
    /// The most rows of one page.
    package static let maximumLimit = 9_999

    /// Rows from this time on.
    package var since: Date?
    /// Rows from before this time.
    package var until: Date?
    /// Who made the change.
    package var author: String?
    package var kind: AuditAction.Kind?
    /// The key of what was changed.
    package var subject: String?
    /// Behind this place; `nil` for the newest.
    package var after: AuditPlace?
    package var limit = 1_000

    package init() {}
}

/// A page of audit rows.
package struct AuditRowPage: Sendable {
    package let rows: [AuditRow]
    /// Where the next page begins; `nil` when this is the last one.
    package let next: AuditPlace?
}

/// A place among audit rows: behind one, which need not be there any more.
package struct AuditPlace: Hashable, Sendable {
    let atMilliseconds: Int64
    let id: Int64

    init(atMilliseconds: Int64, id: Int64) {
        self.atMilliseconds = atMilliseconds
        self.id = id
    }

    /// Reads a place as ``text`` writes it.
    package init?(_ text: String) {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard numbers.count == 2, let at = numbers[0], let id = numbers[1] else { return nil }
        self.init(atMilliseconds: at, id: id)
    }

    /// For addresses; nobody need know what it means.
    package var text: String { "\(atMilliseconds).\(id)" }
}
