internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP2
internal import NIOSSL

/// The pipeline of a connection with TLS: HTTP/2 where the client speaks it, else HTTP/1.1.
struct SecureChannel: ServerChildChannel {
    typealias Negotiation = EventLoopFuture<NIONegotiatedHTTPVersion<AcceptedConnection, HTTP2Connection>>

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        /// `nil` for a connection that is refused.
        let negotiation: Negotiation?
    }

    let certificate: ServerCertificate
    let settings: RunningSettings
    let plain: PlaybackChannel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        // Telling of a refusal would take a handshake, which is what is too much then.
        let peer = PeerAddress(of: channel)
        guard plain.connections.admit(channel, from: peer) == .admitted else {
            channel.close(promise: nil)
            return channel.eventLoop.makeSucceededFuture(Value(channel: channel, negotiation: nil))
        }
        do {
            try PlaybackChannel.prepareSocket(of: channel)
            try plain.heedProxy(channel, peer, refusing: .silent)
            try channel.pipeline.syncOperations.addHandler(ProtocolGate())
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: certificate.context))
            try channel.pipeline.syncOperations.addHandler(RecordFiller())
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return channel.configureHTTP2AsyncSecureUpgrade { channel in
            channel.eventLoop.makeCompletedFuture { try plain.serve(channel, of: peer, isSecure: true, logger: logger) }
        } http2ConnectionInitializer: { channel in
            channel.eventLoop.makeCompletedFuture {
                let loop = plain.loops.of(channel.eventLoop)
                return try HTTP2Connection(
                    channel,
                    of: peer,
                    loop: loop,
                    settings: settings,
                    idleTimeout: plain.idleTimeout
                )
            }
        }
        .map { negotiation in
            closeUnlessNegotiated(channel, negotiation)
            return Value(channel: channel, negotiation: negotiation)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiation?.get() {
            case .http1_1(let connection): await plain.handle(value: connection, logger: logger)
            case .http2(let connection):
                await connection.serve { await plain.handle(value: $0, logger: logger) }
            case nil: break
            }
        } catch {
            logger.debug("connection not served", metadata: ["error": "\(type(of: error))"])
            value.channel.close(promise: nil)
        }
    }

    /// A handshake has as long as a request has.
    private func closeUnlessNegotiated(_ channel: any Channel, _ negotiation: Negotiation) {
        let timeout = TimeAmount.seconds(Int64(settings.values.limits.requestTimeoutSeconds))
        let check = channel.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
        negotiation.whenComplete { _ in check.cancel() }
    }
}
