internal import ByteRanges
internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Sharing

/// A document that stays the same from one deployment to the next, with a validator: whoever has it already is told so.
///
/// Source: RFC 9110 §8.8.3 and §13.1.2.
struct StableDocument: Sendable {
    /// Of the hash that the validator is made of; far more than versions there ever are.
    private static let validatorBytes = 12

    private let content: [UInt8]
    private let compressed: [UInt8]?
    private let contentType: String
    private let tag: EntityTag

    /// - Parameters:
    ///   - content: the document as it is.
    ///   - contentType: its media type.
    ///   - version: changes with the content, of letters and digits; `nil` where it has to be made.
    init(_ content: [UInt8], contentType: String, version: String? = nil) {
        // Weak, since the same document may come compressed.
        guard let tag = EntityTag("W/\"\(version ?? Self.version(of: content))\"") else {
            preconditionFailure("letters and digits are a tag")
        }
        self.tag = tag
        self.content = content
        self.contentType = contentType
        compressed = Gzip.compressed(content)
    }

    private static func version(of content: [UInt8]) -> String {
        HexText.lowercase(SHA256.hash(data: content).prefix(validatorBytes))
    }

    /// The document, or 304 or 412 where a condition says so.
    func response(to request: Request) -> Response {
        let decision = RangeDecision(
            isHead: true,
            conditions: .init(ifMatch: request.headers[.ifMatch], ifNoneMatch: request.headers[.ifNoneMatch]),
            representation: Representation(sizeBytes: 0, entityTag: tag, lastModified: nil),
            now: HTTPDate(unixSeconds: 0)
        )
        var headers: HTTPFields = [.cacheControl: "no-cache", .eTag: tag.description]
        switch decision {
        case .notModified, .preconditionFailed:
            headers[.vary] = "Accept-Encoding"
            return Response(status: decision == .notModified ? .notModified : .preconditionFailed, headers: headers)
        case .whole, .single, .several, .unsatisfiable:
            headers[.contentType] = contentType
            return Response(content, compressed: compressed, headers: headers, to: request)
        }
    }
}
