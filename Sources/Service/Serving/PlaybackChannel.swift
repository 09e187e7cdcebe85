internal import Foundation
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypesHTTP1
internal import NIOPosix

/// The pipeline of a connection: the audio fast path, NIO's HTTP/1 codec, a watch over requests and answers, Hummingbird.
struct PlaybackChannel: ServerChildChannel, HTTPChannelHandler {
    typealias Value = AcceptedConnection

    /// Bytes that a socket takes beyond what the listener's side has room for; what is on its way does not count.
    ///
    /// More would have left the processor's caches when it is sent, and be memory that a listener who pauses holds.
    static let maximumUnsentBytes: SocketOptionValue = 512 << 10

    let responder: HTTPChannelHandler.Responder
    let connections: Connections
    let loops: AudioLoops
    let settings: RunningSettings
    let idleTimeout: TimeAmount

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let peer = PeerAddress(of: channel)
            switch connections.admit(channel, from: peer) {
            case .admitted:
                try Self.prepareSocket(of: channel)
                try heedProxy(channel, peer, refusing: .told)
                return try serve(channel, of: peer, isSecure: false, logger: logger)
            case .refused:
                try channel.pipeline.syncOperations.addHandler(RefusalHandler())
                return AcceptedConnection(refused: channel)
            case .dropped:
                channel.close(promise: nil)
                return AcceptedConnection(refused: channel)
            }
        }
    }

    /// Sets what the system does for a connection.
    static func prepareSocket(of channel: any Channel) throws {
        // A listener who pauses is waited for, one whose machine is gone is not.
        try channel.syncOptions?.setOption(.socketOption(.so_keepalive), value: 1)
        // A system that does not know it queues more.
        try? channel.syncOptions?.setOption(
            .tcpOption(.init(rawValue: TCP_NOTSENT_LOWAT)),
            value: maximumUnsentBytes
        )
    }

    /// Has a trusted proxy's announcement read before anything else.
    func heedProxy(_ channel: any Channel, _ peer: PeerAddress, refusing: ProxyGate.Refusing) throws {
        guard connections.isFromProxy(peer) else { return }
        let timeout = TimeAmount.seconds(Int64(settings.values.limits.requestTimeoutSeconds))
        try channel.pipeline.syncOperations.addHandler(
            ProxyGate(peer: peer, connections: connections, timeout: timeout, refusing: refusing)
        )
    }

    /// Puts the handlers of HTTP/1 in place.
    func serve(
        _ channel: any Channel,
        of peer: PeerAddress,
        isSecure: Bool,
        logger: Logger
    ) throws -> AcceptedConnection {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = RequestTerms.maximumHeaderBytes
        limits.maxHeaderListSize = RequestTerms.maximumHeaderBytes
        limits.maxHeaderFieldCount = RequestTerms.maximumHeaderFields
        let pipeline = channel.pipeline.syncOperations
        let watch = ConnectionWatch(settings: settings, idleTimeout: idleTimeout)
        let loop = loops.of(channel.eventLoop)
        try pipeline.addHandler(AudioFastPathHandler(loop: loop, watch: watch, peer: peer, isSecure: isSecure))
        try pipeline.addHandler(WritabilityGate())
        try pipeline.addHandler(HTTPResponseEncoder())
        try pipeline.addHandler(ByteToMessageHandler(RequestDecoder(limits: limits, watch: watch)))
        try pipeline.addHandler(watch)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: isSecure))
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: nil, logger: logger))
        // A peer that has ended its side is read at once, and with TLS what came with the end of the handshake.
        let held = HeldReads()
        try pipeline.addHandler(held)
        return try AcceptedConnection(channel, of: peer, held: held)
    }

    func handle(value: Value, logger: Logger) async {
        do {
            guard let channel = try await value.serve() else { return }
            await PeerAddress.$current.withValue(value.peer) { await handleHTTP(asyncChannel: channel, logger: logger) }
        } catch {
            logger.debug("connection not served", metadata: ["error": "\(type(of: error))"])
            value.channel.close(promise: nil)
        }
    }
}
