import HTTPTypes
import NIOCore

/// An answer before it goes on the wire.
struct Reply: Sendable {
    enum Body: Sendable {
        case bytes(ByteBuffer)
        /// A part of a recording's audio.
        case audio(AudioContent, Range<Int64>)

        var sizeBytes: Int64 {
            switch self {
            case .bytes(let buffer): Int64(buffer.readableBytes)
            case .audio(_, let range): Int64(range.count)
            }
        }

        /// The bytes at positions of the body.
        func bytes(in range: Range<Int64>) -> ByteBuffer {
            switch self {
            case .bytes(let buffer):
                buffer.getSlice(at: buffer.readerIndex + Int(range.lowerBound), length: range.count) ?? ByteBuffer()
            case .audio(let content, let whole):
                content.bytes(in: whole.lowerBound + range.lowerBound..<whole.lowerBound + range.upperBound)
            }
        }
    }

    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: Body

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body = .bytes(ByteBuffer())) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(status: HTTPResponse.Status, contentType: String, text: String) {
        self.init(status: status, headers: [.contentType: contentType], body: .bytes(ByteBuffer(string: text)))
    }
}
