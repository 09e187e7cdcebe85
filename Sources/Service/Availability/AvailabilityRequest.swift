internal import Foundation

/// The body of `POST /v1/availability`.
struct AvailabilityRequest: Decodable, Sendable {
    /// The longest body that is read, in bytes; 10,000 full rows fit.
    static let maximumBodyBytes = 16 << 20

    let user: String
    let segments: [SegmentRequest]

    /// Reads a body.
    ///
    /// - Throws: 400 for what is not JSON or not of this shape, with the place; 413 for too many rows.
    init(json: Data, maximumSegments: Int) throws(Problem) {
        do {
            self = try JSONDecoder().decode(Self.self, from: json)
        } catch {
            throw Problem(
                status: 400,
                code: "malformedRequest",
                title: "Malformed request",
                detail: Self.sentence(for: error)
            )
        }
        guard segments.count <= maximumSegments else {
            throw Problem(
                status: 413,
                code: "tooManySegments",
                title: "Too many segments",
                detail: "The request has \(segments.count) segments; at most \(maximumSegments) are taken at once."
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
