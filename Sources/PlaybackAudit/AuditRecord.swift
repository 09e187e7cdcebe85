internal import Foundation

/// A row of the audit as it is chained: every column but its number and its hash.
struct AuditRecord: Hashable, Sendable {
    enum Kind: String, Sendable {
        /// A playback's first byte is about to be sent.
        case begun
        /// The picture of a recording's sound is about to be shown.
        case looked
        /// A playback came to its end.
        case ended
        /// Requests that were refused, or failed before their first byte; nothing was played.
        case notPlayed
        /// Old rows were removed.
        case retention
        /// What was noted outside of the database was not found in it at the start.
        case gap
    }

    static let hashBytes = 32
    /// What the first row of all is chained to.
    static let origin = Data(count: hashBytes)

    let kind: Kind
    /// Of an ending: the row of its beginning.
    var begunSequence: Int64?
    let atMilliseconds: Int64
    /// A user's or a token's name; empty where none is known for certain.
    var listener = ""
    /// `url`, `token` or empty.
    var means = ""
    var entry = ""
    var recording = ""
    var address = ""
    /// The rest, as JSON with its keys in order.
    let detail: String

    /// What this row's hash behind the one before it is made of.
    func form(sequence: Int64, after previous: Data) -> AuditForm {
        AuditForm(
            after: previous,
            [
                String(sequence), kind.rawValue, begunSequence.map(String.init), String(atMilliseconds), listener,
                means, entry, recording, address, detail,
            ]
        )
    }
}

/// The details of each kind of row.
enum AuditDetail {
    struct Begun: Codable, Sendable {
        let download: Bool
        let exp: Int64?
        let kid: String?
        let sizeBytes: Int64
        /// What the first answer carries, as on the wire.
        let range: String
    }

    struct Ended: Codable, Sendable {
        /// See `PlaybackTally.outcome`; `unknown` when the process ended before the playback did.
        let outcome: String
        let code: String?
        let answers: Int
        let seeks: Int
        let sentBytes: Int64
        let ranges: [String]
        let rangesAreCoarse: Bool
    }

    struct NotPlayed: Codable, Sendable {
        let code: String
        let count: Int
        let download: Bool
    }

    struct Retention: Codable, Sendable {
        let removedUpTo: Int64
        let removedHash: String
        /// When the youngest of the removed rows was written, and for how many days rows were kept; absent in rows from before the key.
        var youngestMilliseconds: Int64?
        var retentionDays: Int?
    }

    struct Gap: Codable, Sendable {
        let reason: AuditVerification.Gap.Reason
        /// The head that was noted; absent when there was no note.
        var noted: String?
    }

    static func text(_ detail: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(detail)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    static func read<Detail: Decodable>(_ text: String, as type: Detail.Type = Detail.self) -> Detail? {
        try? JSONDecoder().decode(Detail.self, from: Data(text.utf8))
    }

    /// Closed, as on the wire; empty for no bytes.
    static func wire(_ range: Range<Int64>) -> String {
        range.isEmpty ? "" : "\(range.lowerBound)-\(range.upperBound - 1)"
    }
}
