import Foundation
import HTTPTypes
import NIOCore

extension Reply {
    /// An answer in JSON, keys in order so that equal answers are equal bytes.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Reply {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Reply(
            status: status,
            headers: [.contentType: "application/json"],
            body: .bytes(ByteBuffer(bytes: try encoder.encode(value)))
        )
    }
}
