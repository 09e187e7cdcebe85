internal import Crypto
internal import Foundation

/// A row of the audit as it is chained: every column, in the one form that its hash is made of.
struct AuditRecord: Hashable, Sendable {
    enum Kind: String, Sendable {
        /// A playback's first byte is about to be sent.
        case begun
        /// A playback came to its end.
        case ended
        /// Requests that were refused, or failed before their first byte; nothing was played.
        case notPlayed
        /// Old rows were removed.
        case retention
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

    /// The hash of this row behind the one before it.
    ///
    /// Each value goes in with its length, so that no two rows have one form.
    func hash(sequence: Int64, after previous: Data) -> Data {
        var form = previous
        let values: [String?] = [
            String(sequence), kind.rawValue, begunSequence.map(String.init), String(atMilliseconds), listener, means,
            entry, recording, address, detail,
        ]
        for value in values {
            if let value {
                form += Data("\(value.utf8.count):\(value),".utf8)
            } else {
                form += Data("-,".utf8)
            }
        }
        return Data(SHA256.hash(data: form))
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

extension Data {
    var hex: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
