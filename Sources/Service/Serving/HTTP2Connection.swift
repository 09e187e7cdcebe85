internal import Logging
internal import NIOCore
internal import NIOHTTP2
internal import NIOHTTPTypesHTTP2

/// The pipeline of an HTTP/2 connection, whose every stream is served as a connection of HTTP/1 is: one request, one answer.
struct HTTP2Connection: Sendable {
    private let streams: NIOHTTP2Handler.AsyncStreamMultiplexer<AcceptedConnection>

    /// Puts the handlers in place, on the connection's event loop.
    init(_ channel: any Channel, of peer: PeerAddress, settings: RunningSettings, idleTimeout: TimeAmount) throws {
        let pipeline = channel.pipeline.syncOperations
        let allowances = HTTP2Allowances()
        try pipeline.addHandler(allowances)
        let manager = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(maxIdleTime: idleTimeout, maxAge: nil, maxGraceTime: nil, keepalive: nil)
        )
        var configuration = NIOHTTP2Handler.Configuration()
        configuration.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: HTTP2Allowances.toleratedStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: HTTP2Allowances.toleratedHeaderBytes),
        ]
        let openStreams = NIOLoopBoundBox(0, eventLoop: channel.eventLoop)
        streams = try pipeline.configureAsyncHTTP2Pipeline(
            mode: .server,
            streamDelegate: manager.http2StreamDelegate,
            configuration: configuration
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                let pipeline = stream.pipeline.syncOperations
                try pipeline.addHandler(HTTP2FramePayloadToHTTPServerCodec())
                try pipeline.addHandler(HTTP2StreamGate(openStreams: openStreams))
                try pipeline.addHandler(StreamDeadline(settings))
                let held = HeldReads()
                try pipeline.addHandler(held)
                return try AcceptedConnection(stream, of: peer, held: held)
            }
        }
        try pipeline.addHandler(manager)
        try pipeline.addHandler(HTTP2Faults(allowances))
    }

    /// Serves streams until the connection ends.
    func serve(each: @escaping @Sendable (AcceptedConnection) async -> Void, logger: Logger) async {
        await withDiscardingTaskGroup { group in
            do {
                for try await stream in streams.inbound { group.addTask { await each(stream) } }
            } catch {
                logger.debug("connection ended", metadata: ["error": "\(type(of: error))"])
            }
        }
    }
}

/// Ends a connection whose own rules were broken; a stream's fault has been told to the stream, and the others go on.
private final class HTTP2Faults: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let allowances: HTTP2Allowances

    init(_ allowances: HTTP2Allowances) {
        self.allowances = allowances
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What cannot be read any more, such as broken TLS, is told by no frame.
        if allowances.isEnding || !context.channel.isActive || error is ChannelError { context.close(promise: nil) }
    }
}
