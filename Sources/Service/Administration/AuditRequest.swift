internal import Foundation
internal import PlaybackAudit
internal import Recordings

/// What is asked of the audit.
struct AuditRequest: Sendable {
    enum Format: String, Sendable, CaseIterable {
        case json, csv
    }

    private static let since = QueryField.time("since")
    private static let until = QueryField.time("until")
    private static let user = QueryField.text("user")
    private static let entry = QueryField.text("entry")
    private static let recording = QueryField.text("recording")
    private static let kind = QueryField<AuditEvent.Kind>.choice("kind")
    /// What an earlier answer gave as next.
    private static let after = QueryField.wholeNumber("after", in: 0 ... .max)
    private static let limit = QueryField.wholeNumber("limit", in: 1...(AuditQuery.maximumLimit - 1))
    private static let format = QueryField<Format>.choice("format")

    static let fields: [any QueryParameter] = [
        since, until, user, entry, recording, kind, after, limit, format,
    ]

    private(set) var query = AuditQuery()
    let format: Format

    /// Reads the query of `GET /v1/audit`.
    ///
    /// - Throws: 400 for what is not right.
    init(_ given: QueryValues) throws(Problem) {
        query.since = try given[Self.since]
        query.until = try given[Self.until]
        query.user = try given[Self.user]
        query.entry = try given[Self.entry]
        query.recording = try given[Self.recording]
        query.kind = try given[Self.kind]
        query.after = Int64(try given[Self.after] ?? 0)
        query.limit = try given[Self.limit] ?? query.limit
        format = try given[Self.format] ?? .json
    }

    /// Refuses an administrator of a part what is not asked about one of its entries or users: each event has both.
    ///
    /// - Throws: 403.
    func check(_ requester: Requester, in snapshot: RegistrySnapshot) throws(Problem) {
        guard !requester.scope.isEverything else { return }
        if let entry = query.entry.flatMap({ snapshot.entries[CallRecIntGUID($0)] }), requester.scope.covers(entry) {
            return
        }
        guard let user = query.user else {
            throw .scopeNotSufficient("Say whose events to tell: by entry or user within \(requester.scope).")
        }
        try requester.check(user: user, in: snapshot)
    }
}
