internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Registry

/// What a request for one object, or for several lines, is answered when it is done; kept where it may come again.
struct ObjectReply: Codable, Sendable {
    /// Says that nothing was done this time.
    private static let repeated = HTTPField.Name("Idempotent-Replayed")

    let status: Int
    var location: String?
    var tag: String?
    var body: JSONValue?

    /// What is kept of it.
    var kept: Data { get throws { try JSONAnswer.encoder.encode(self) } }

    init(status: Int, location: String? = nil, tag: String? = nil, body: JSONValue? = nil) {
        self.status = status
        self.location = location
        self.tag = tag
        self.body = body
    }

    init(kept: Data) throws {
        self = try JSONDecoder().decode(ObjectReply.self, from: kept)
    }

    /// The answer; never stored on its way.
    func response(isRepeated: Bool = false) throws -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if let tag { headers[.eTag] = "\"\(tag)\"" }
        if let location { headers[.location] = location }
        if isRepeated, let name = Self.repeated { headers[name] = "true" }
        guard let body else { return Response(status: .init(code: status), headers: headers) }
        headers[.contentType] = ObjectRequest.json
        let bytes = ByteBuffer(bytes: try JSONAnswer.encoder.encode(body))
        return Response(status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}
