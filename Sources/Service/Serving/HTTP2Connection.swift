internal import NIOCore
internal import NIOHTTP2
internal import NIOHTTPTypesHTTP2

/// The pipeline of an HTTP/2 connection: a stream is answered by the audio fast path, or served as a connection of HTTP/1 is: one request, one answer.
struct HTTP2Connection: Sendable {
    private let channel: any Channel
    private let streams: AsyncStream<AcceptedConnection>

    /// Puts the handlers in place, on the connection's event loop.
    init(
        _ channel: any Channel,
        of peer: PeerAddress,
        loop: AudioLoop,
        settings: RunningSettings,
        idleTimeout: TimeAmount
    ) throws {
        self.channel = channel
        let pipeline = channel.pipeline.syncOperations
        let allowances = HTTP2Allowances()
        try pipeline.addHandler(allowances)
        let manager = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(maxIdleTime: idleTimeout, maxAge: nil, maxGraceTime: nil, keepalive: nil)
        )
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: HTTP2Allowances.toleratedStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: HTTP2Allowances.toleratedHeaderBytes),
        ]
        try pipeline.addHandler(NIOHTTP2Handler(mode: .server, connectionConfiguration: configuration))
        try pipeline.addHandler(WritabilityGate())
        let openStreams = NIOLoopBoundBox(0, eventLoop: channel.eventLoop)
        try pipeline.addHandler(
            AudioStreamsHandler(loop: loop, peer: peer, openStreams: openStreams, watch: manager.http2StreamDelegate)
        )
        let (streams, accepted) = AsyncStream<AcceptedConnection>.makeStream()
        self.streams = streams
        channel.closeFuture.whenComplete { _ in accepted.finish() }
        let multiplexer = HTTP2StreamMultiplexer(mode: .server, channel: channel) { stream in
            stream.eventLoop.makeCompletedFuture {
                let pipeline = stream.pipeline.syncOperations
                try pipeline.addHandler(HTTP2FramePayloadToHTTPServerCodec())
                try pipeline.addHandler(HTTP2StreamGate(openStreams: openStreams))
                try pipeline.addHandler(StreamDeadline(settings))
                let held = HeldReads()
                try pipeline.addHandler(held)
                accepted.yield(try AcceptedConnection(stream, of: peer, held: held))
            }
        }
        try pipeline.addHandler(multiplexer)
        try pipeline.addHandler(manager)
        try pipeline.addHandler(HTTP2Ending(allowances, openStreams: openStreams))
    }

    /// Serves streams until the connection ends, and ends it when nobody serves them any more.
    func serve(each: @escaping @Sendable (AcceptedConnection) async -> Void) async {
        await withDiscardingTaskGroup { group in
            for await stream in streams { group.addTask { await each(stream) } }
        }
        channel.close(promise: nil)
    }
}

/// Ends a connection whose own rules were broken, or whose client has left; a stream's fault has been told to the stream, and the others go on.
private final class HTTP2Ending: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let allowances: HTTP2Allowances
    private let openStreams: NIOLoopBoundBox<Int>

    init(_ allowances: HTTP2Allowances, openStreams: NIOLoopBoundBox<Int>) {
        self.allowances = allowances
        self.openStreams = openStreams
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What cannot be read any more, such as broken TLS, is told by no frame.
        if allowances.isEnding || !context.channel.isActive || error is ChannelError { context.close(promise: nil) }
    }

    /// A client that ends its side cannot open its windows any more: what can go still has the time that the end of a connection has.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            let channel = context.channel
            let time = openStreams.value == 0 ? TimeAmount.zero : RefusalHandler.lingerTime
            context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }
}
