internal import Foundation
internal import PlaybackAudit

/// What is asked of the audit.
struct AuditRequest: Sendable {
    enum Format: String, Sendable {
        case json, csv
    }

    private(set) var query = AuditQuery()
    private(set) var format = Format.json

    /// Reads the query of `GET /v1/audit`.
    ///
    /// - Throws: 400 for a parameter that is not known or not right.
    init(_ pairs: [(String, String)]) throws(Problem) {
        for (name, value) in pairs {
            switch name {
            case "since": query.since = try Self.date(value, name)
            case "until": query.until = try Self.date(value, name)
            case "user": query.user = value
            case "entry": query.entry = value
            case "recording": query.recording = value
            case "kind":
                guard let kind = AuditEvent.Kind(rawValue: value) else {
                    throw Self.refusal("kind must be playback, looked or notPlayed.")
                }
                query.kind = kind
            case "after":
                guard let after = Int64(value), after >= 0 else {
                    throw Self.refusal("after must be what an earlier answer gave as next.")
                }
                query.after = after
            case "limit":
                guard let limit = Int(value), (1..<AuditQuery.maximumLimit).contains(limit) else {
                    throw Self.refusal("limit must be a whole number from 1 to \(AuditQuery.maximumLimit - 1).")
                }
                query.limit = limit
            case "format":
                guard let format = Format(rawValue: value) else { throw Self.refusal("format must be json or csv.") }
                self.format = format
            default:
                throw Self.refusal("There is no parameter \(name.prefix(40)).")
            }
        }
    }

    private static func date(_ text: String, _ name: String) throws(Problem) -> Date {
        guard let date = RFC3339.date(text) else {
            throw refusal("\(name) must be a time such as 2026-11-20T09:15:03Z.")
        }
        return date
    }

    private static func refusal(_ detail: String) -> Problem {
        Problem(status: 400, code: "badQuery", title: "Bad query", detail: detail)
    }
}
