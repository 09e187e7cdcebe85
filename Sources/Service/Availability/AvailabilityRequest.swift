internal import Foundation

/// The body of `POST /v1/availability`.
struct AvailabilityRequest: Decodable, Sendable {
    /// Of one row in a body; its texts have at most ``SegmentRequest/maximumTextLength`` bytes each, several times as many when escaped.
    private static let maximumRowBytes = 4 << 10
    private static let maximumOtherBytes = 64 << 10
    /// Commas of a short body: those of one row with all of its fields, and a few more, which may stand in texts.
    private static let maximumShortCommas = 16

    let user: String
    let segments: [SegmentRequest]

    /// The longest body that is read, in bytes.
    static func maximumBodyBytes(maximumSegments: Int) -> Int {
        maximumOtherBytes + maximumSegments * maximumRowBytes
    }

    /// Whether a body holds little, whatever is in it: no more bytes than one row may take, and so few commas that even what is no row is soon
    /// refused.
    static func isShort(_ body: some Collection<UInt8>) -> Bool {
        body.count <= maximumRowBytes && body.count { $0 == UInt8(ascii: ",") } <= maximumShortCommas
    }

    /// Reads a body.
    ///
    /// - Throws: 400 for what is not JSON or not of this shape, with the place; 413 for too many rows.
    init(json: Data, maximumSegments: Int) throws(Problem) {
        let decoder = JSONDecoder()
        if let key = Self.maximumKey { decoder.userInfo[key] = maximumSegments }
        do {
            self = try decoder.decode(Self.self, from: json)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(
                status: 400,
                code: "malformedRequest",
                title: "Malformed request",
                detail: Self.sentence(for: error)
            )
        }
    }

    private enum CodingKeys: CodingKey {
        case user, segments
    }

    private static let maximumKey = CodingUserInfoKey(rawValue: "maximumSegments")

    /// Counts the rows before it looks at any: each that cannot be read costs an error.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        user = try fields.decode(String.self, forKey: .user)
        let maximum = Self.maximumKey.flatMap { decoder.userInfo[$0] as? Int } ?? 0
        try Self.check(count: fields.nestedUnkeyedContainer(forKey: .segments).count ?? 0, maximum)
        segments = try fields.decode([SegmentRequest].self, forKey: .segments)
        // A decoder need not know the count before.
        try Self.check(count: segments.count, maximum)
    }

    private static func check(count: Int, _ maximum: Int) throws(Problem) {
        guard count <= maximum else {
            throw Problem(
                status: 413,
                code: "tooManySegments",
                title: "Too many segments",
                detail: "The request has \(count) segments; at most \(maximum) are taken at once."
            )
        }
    }

    private static func sentence(for error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _):
            "\(key.stringValue) is missing; the body must be {\"user\":…,\"segments\":[…]}."
        case DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty,
            DecodingError.valueNotFound(_, let context) where !context.codingPath.isEmpty:
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has a value of the wrong kind."
        case DecodingError.dataCorrupted(let context):
            "The body is not JSON" + place(context.underlyingError)
        default:
            "The body must be an object: {\"user\":…,\"segments\":[…]}."
        }
    }

    private static func place(_ error: (any Error)?) -> String {
        let text = (error as NSError?)?.userInfo["NSDebugDescription"] as? String
        return text.map { ": \($0)" } ?? "."
    }
}
