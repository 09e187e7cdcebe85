internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1
internal import NIOPosix

/// The pipeline of a connection: NIO's HTTP/1 codec, the audio fast path, Hummingbird.
struct PlaybackChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = AcceptedConnection

    /// Header fields of one request, all together and each alone.
    static let maximumHeaderBytes = 64 << 10
    static let maximumHeaderFields = 100

    let responder: HTTPChannelHandler.Responder
    let loops: AudioLoops
    let idleTimeout: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = Self.maximumHeaderBytes
            limits.maxHeaderListSize = Self.maximumHeaderBytes
            limits.maxHeaderFieldCount = Self.maximumHeaderFields
            let pipeline = channel.pipeline.syncOperations
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false,
                withErrorHandling: false,
                withOutboundHeaderValidation: false,
                withEncoderConfiguration: .init(),
                withDecoderLimitConfiguration: limits
            )
            try pipeline.addHandler(
                AudioFastPathHandler(loop: loops.of(channel.eventLoop), idleTimeout: idleTimeout)
            )
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: nil, logger: logger))
            return try AcceptedConnection(channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            guard let channel = try await value.serve() else { return }
            await handleHTTP(asyncChannel: channel, logger: logger)
        } catch {
            logger.debug("connection not served", metadata: ["error": "\(type(of: error))"])
            value.channel.close(promise: nil)
        }
    }
}
