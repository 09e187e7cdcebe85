internal import CZlib
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Text in fewer bytes, for browsers that take it.
///
/// Source: RFC 9110 §8.4.1.3 and §12.5.3; RFC 1952.
enum Gzip {
    /// Shorter bodies gain nothing.
    static let minimumBytes = 1_024
    private static let level: Int32 = 6
    /// The largest window, plus 16 for gzip's own head and end.
    private static let windowBits: Int32 = 15 + 16
    private static let memoryLevel: Int32 = 8

    /// Whether a request's `Accept-Encoding` names gzip and does not refuse it.
    static func isAccepted(_ headers: HTTPFields) -> Bool {
        guard let codings = headers[.acceptEncoding] else { return false }
        return codings.split(separator: ",").contains { coding in
            let parts = coding.lowercased().split(separator: ";").map { $0.filter { $0 != " " } }
            guard parts.first == "gzip" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=0") && Double($0.dropFirst(2)) == 0 }
        }
    }

    /// The bytes in a gzip stream; `nil` when they are too few to gain anything, or memory is short.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= minimumBytes else { return nil }
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(&stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
                == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        var source = bytes
        var isComplete = false
        let result = [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) {
            target,
            count in
            source.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                isComplete = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            count = target.count - Int(stream.avail_out)
        }
        return isComplete ? result : nil
    }
}

extension Response {
    /// The same answer with its text compressed where the request takes that.
    ///
    /// - Parameters:
    ///   - bytes: the body as it is.
    ///   - compressed: the body in a gzip stream, where it was made already.
    ///   - headers: of the answer.
    ///   - request: what it answers.
    ///   - status: of the answer.
    init(
        _ bytes: [UInt8],
        compressed: [UInt8]? = nil,
        headers: HTTPFields,
        to request: Request,
        status: HTTPResponse.Status = .ok
    ) {
        var headers = headers
        headers[.vary] = "Accept-Encoding"
        guard Gzip.isAccepted(request.headers), let short = compressed ?? Gzip.compressed(bytes) else {
            self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            return
        }
        headers[.contentEncoding] = "gzip"
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: short)))
    }
}
