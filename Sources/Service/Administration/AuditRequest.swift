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
    /// An external call id: events of the recordings that carry it.
    private static let call = QueryField.text("call")
    private static let kind = QueryField<AuditEvent.Kind>.choice("kind")
    private static let outcome = QueryField<AuditEvent.Outcome>.choice("outcome")
    private static let order = QueryField<AuditQuery.Order>.choice("order")
    /// What an earlier answer gave as next.
    private static let after = QueryField.wholeNumber("after", in: 0 ... .max)
    private static let limit = QueryField.wholeNumber("limit", in: 1...AuditQuery.maximumLimit)
    private static let format = QueryField<Format>.choice("format")

    static let fields: [any QueryParameter] = [
        since, until, user, entry, recording, call, kind, outcome, order, after, limit, format,
    ]

    private(set) var query = AuditQuery()
    let call: String?
    let format: Format
    /// Whether all events are wanted, and not a page of them.
    let isWhole: Bool

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
        query.outcome = try given[Self.outcome]
        query.order = try given[Self.order] ?? .oldest
        query.after = try given[Self.after].map { Int64($0) }
        let limit = try given[Self.limit]
        query.limit = limit ?? query.limit
        call = try given[Self.call]
        format = try given[Self.format] ?? .json
        isWhole = format == .csv && query.after == nil && limit == nil
    }

    /// Refuses an administrator of a part what is not asked about one of its entries or users: each event has both.
    ///
    /// - Throws: 403.
    func check(_ requester: Requester, in snapshot: RegistrySnapshot) throws(Problem) {
        guard !requester.scope.isEverything else { return }
        if let entry = query.entry {
            if let entry = snapshot.entries[CallRecIntGUID(entry)], requester.scope.covers(entry) { return }
        } else if call != nil {
            // Of a call the entries within the scope alone are looked through.
            return
        }
        guard let user = query.user else {
            throw .scopeNotSufficient("Say whose events to tell: by entry or user within \(requester.scope).")
        }
        try requester.check(user: user, in: snapshot)
    }
}
