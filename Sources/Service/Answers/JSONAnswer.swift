internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// How values become JSON answers: times in RFC 3339, slashes as they are, keys in a stable order.
enum JSONAnswer {
    static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    /// A 200 with the value, never stored.
    static func response(_ value: some Encodable) throws -> Response {
        response(body: ByteBuffer(bytes: try encoder.encode(value)))
    }

    /// A 200 with what is JSON already, never stored.
    static func response(body: ByteBuffer) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}
