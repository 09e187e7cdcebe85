internal import NIOCore
internal import NIOHTTP1

/// NIO's decoder of requests, which tells parts and not how far it is: it is given the last byte of what was read by itself, so that the connection's
/// ``ConnectionCourse`` knows whether a request ended with it.
///
/// It is made anew behind each request that asks for another protocol: nobody speaks another one here, so the request is answered like any other
/// (RFC 9110 §7.8), and so is what comes after it.
final class RequestDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPServerRequestPart

    /// A request that is well formed, but for its method, which NIO does not know.
    struct MethodUnknown: Error {}

    private let limits: NIOHTTPDecoderLimitConfiguration
    private let watch: ConnectionWatch
    private var decoder: HTTPRequestDecoder
    /// What NIO's decoder has read and wants to see again with what follows: the beginning of a line that is not whole.
    private var heldBytes = 0

    /// - Parameters:
    ///   - limits: of a head.
    ///   - watch: of the connection, which sees the parts that are decoded.
    init(limits: NIOHTTPDecoderLimitConfiguration, watch: ConnectionWatch) {
        self.limits = limits
        self.watch = watch
        decoder = Self.decoder(limits)
    }

    private static func decoder(_ limits: NIOHTTPDecoderLimitConfiguration) -> HTTPRequestDecoder {
        HTTPRequestDecoder(
            leftOverBytesStrategy: .dropBytes,
            informationalResponseStrategy: .drop,
            limitConfiguration: limits
        )
    }

    func decoderAdded(context: ChannelHandlerContext) {
        decoder.decoderAdded(context: context)
    }

    func decoderRemoved(context: ChannelHandlerContext) {
        decoder.decoderRemoved(context: context)
    }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard buffer.readableBytes > heldBytes else { return .needMoreData }
        let othersCount = buffer.readableBytes - 1
        if othersCount > heldBytes, var others = buffer.getSlice(at: buffer.readerIndex, length: othersCount) {
            try read(&others, context)
            buffer.moveReaderIndex(forwardBy: othersCount - others.readableBytes)
        }
        try read(&buffer, context)
        heldBytes = buffer.readableBytes
        return .needMoreData
    }

    private func read(_ buffer: inout ByteBuffer, _ context: ChannelHandlerContext) throws {
        watch.seeBytes()
        repeat {
            let seen = watch.partsSeen
            do {
                _ = try decoder.decode(context: context, buffer: &buffer)
            } catch HTTPParserError.invalidMethod where watch.partsSeen == seen && Self.beginsRequest(buffer) {
                throw MethodUnknown()
            }
            guard watch.takeDecoderStop() else { break }
            decoder.decoderRemoved(context: context)
            decoder = Self.decoder(limits)
            decoder.decoderAdded(context: context)
        } while buffer.readableBytes > 0
    }

    /// Whether the bytes begin with a request line, whatever its method is: NIO reads the methods alone that it knows.
    private static func beginsRequest(_ buffer: ByteBuffer) -> Bool {
        let line = buffer.readableBytesView.prefix { $0 != UInt8(ascii: "\r") }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        return words.count == 3 && words[2].starts(with: "HTTP/1.".utf8) && !words[0].isEmpty
            && words[0].allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
    }

    func decodeLast(
        context: ChannelHandlerContext,
        buffer: inout ByteBuffer,
        seenEOF: Bool
    ) throws -> DecodingState {
        _ = try decode(context: context, buffer: &buffer)
        return try decoder.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF)
    }
}
