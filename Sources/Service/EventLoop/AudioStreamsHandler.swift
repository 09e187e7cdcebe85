internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// Answers requests for audio whose bytes are all here on the event loop, as frames of their streams; passes everything else on untouched.
///
/// It stands between NIO's HTTP/2, which keeps state, header tables and flow control, and NIO's multiplexer, which makes a channel for each stream that is left
/// to it, and never hears of one that is answered here (record 0061).
final class AudioStreamsHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias InboundOut = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    /// Body bytes of a connection's answers that NIO holds at most, for want of a window or of room in the socket, besides a few of each answer that waits.
    static let maximumUnsentBytes = 512 << 10
    /// Body bytes that are written before they are flushed, so that TLS encrypts no more than about so many at once.
    private static let maximumUnflushedBytes = 64 << 10
    /// The windows of a client that has said nothing (RFC 9113 section 6.9.2).
    private static let defaultWindowBytes = 65_535

    private let loop: AudioLoop
    private let peer: PeerAddress
    private let openStreams: NIOLoopBoundBox<Int>
    private let watch: any NIOHTTP2StreamDelegate
    private var streams: [HTTP2StreamID: AudioStream] = [:]
    /// The others that began: NIO tells of the end of streams too whose head it refused.
    private var others: Set<HTTP2StreamID> = []
    /// What a new stream may be sent, and all of them together.
    private var streamWindowBytes = AudioStreamsHandler.defaultWindowBytes
    private var connectionWindowBytes = AudioStreamsHandler.defaultWindowBytes
    /// Of long bodies, given to NIO, which has not written them yet.
    private var unsentBytes = 0
    /// Of all bodies, written since the last flush: they are encrypted at once, in memory that the connection keeps.
    private var unflushedBytes = 0
    /// What the connection may send us, as the multiplexer knows it.
    private var toldWindowBytes: Int?

    /// - Parameters:
    ///   - loop: the connection's.
    ///   - peer: whose it is.
    ///   - openStreams: those of the connection, however they are answered.
    ///   - watch: told of the streams that are answered here, and hears of the others by NIO's events.
    init(
        loop: AudioLoop,
        peer: PeerAddress,
        openStreams: NIOLoopBoundBox<Int>,
        watch: any NIOHTTP2StreamDelegate
    ) {
        self.loop = loop
        self.peer = peer
        self.openStreams = openStreams
        self.watch = watch
    }

    /// Of the loop's senders.
    var turns: LoopTurns { loop.turns }

    /// Whether a long body may go on.
    var hasRoom: Bool { unsentBytes < Self.maximumUnsentBytes }

    /// Whether a stream that has just begun may be sent so many bytes at once.
    func takesAtOnce(_ bytes: Int, _ context: ChannelHandlerContext) -> Bool {
        // What was written and not flushed has no event of its own yet.
        context.channel.isWritable && hasRoom && bytes <= streamWindowBytes
            && bytes <= connectionWindowBytes - unflushedBytes
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.payload {
        case .headers(let request) where request.endStream:
            if answer(request.headers, on: frame.streamID, context) { return }
        case .settings(.settings(let settings)):
            for setting in settings where setting.parameter == .initialWindowSize { streamWindowBytes = setting.value }
        default:
            // Of a stream that is answered here its end alone counts, which is told otherwise.
            if streams[frame.streamID] != nil { return }
        }
        context.fireChannelRead(data)
    }

    /// Answers a request that can be answered at once.
    ///
    /// - Returns: `false` to leave it to the ordinary route.
    private func answer(_ headers: HPACKHeaders, on id: HTTP2StreamID, _ context: ChannelHandlerContext) -> Bool {
        guard openStreams.value < HTTP2Allowances.maximumStreams, let head = AudioStreamHead(headers) else {
            return false
        }
        let stream = AudioStream(id, self, context)
        streams[id] = stream
        openStreams.value += 1
        let answered = loop.answer(
            head.isHead,
            head.fields,
            target: head.target.utf8Span.span,
            peer: peer,
            isSecure: true
        ) {
            loop.writer.write($0, $1, to: stream)
        }
        guard let answered else {
            streams[id] = nil
            openStreams.value -= 1
            return false
        }
        if case .begun(let body) = answered.outcome {
            stream.go(loop.sender(of: body, on: stream) { stream.sent(isWhole: $0) })
        } else if unflushedBytes >= Self.maximumUnflushedBytes {
            flush(context)
        }
        return true
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // NIO's HTTP/2 has flushed by now.
        unflushedBytes = 0
        context.fireChannelReadComplete()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let window as NIOHTTP2WindowUpdatedEvent:
            if window.streamID == .rootStream {
                connectionWindowBytes = window.outboundWindowSize ?? connectionWindowBytes
                guard window.inboundWindowSize != toldWindowBytes else { return }
                toldWindowBytes = window.inboundWindowSize
            } else if streams[window.streamID] != nil {
                return
            }
        case let created as NIOHTTP2StreamCreatedEvent:
            if streams[created.streamID] != nil {
                return watch.streamCreated(created.streamID, channel: context.channel)
            }
            others.insert(created.streamID)
        case let closed as StreamClosedEvent:
            if let stream = streams.removeValue(forKey: closed.streamID) {
                openStreams.value -= 1
                stream.closed()
                return watch.streamClosed(closed.streamID, channel: context.channel)
            }
            guard others.remove(closed.streamID) != nil else { return }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let ended = streams.values
        streams = [:]
        for stream in ended { stream.closed() }
        context.fireChannelInactive()
    }

    // MARK: Frames

    func write(_ payload: HTTP2Frame.FramePayload, on id: HTTP2StreamID, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(HTTP2Frame(streamID: id, payload: payload)), promise: nil)
    }

    /// Writes a body that goes at once.
    func write(_ body: ByteBuffer, on id: HTTP2StreamID, _ context: ChannelHandlerContext) {
        unflushedBytes += body.readableBytes
        write(.data(.init(data: .byteBuffer(body), endStream: true)), on: id, context)
    }

    /// Writes a piece of a long body.
    ///
    /// - Returns: when NIO has written it, or dropped it.
    func write(
        piece: ByteBuffer,
        isLast: Bool,
        on id: HTTP2StreamID,
        _ context: ChannelHandlerContext
    ) -> EventLoopFuture<Void>.Isolated {
        let count = piece.readableBytes
        unsentBytes += count
        unflushedBytes += count
        let data = HTTP2Frame.FramePayload.data(.init(data: .byteBuffer(piece), endStream: isLast))
        let written = context.write(wrapOutboundOut(HTTP2Frame(streamID: id, payload: data))).assumeIsolated()
        written.whenComplete { [self] _ in unsentBytes -= count }
        return written
    }

    func flush(_ context: ChannelHandlerContext) {
        unflushedBytes = 0
        context.flush()
    }
}
