internal import HummingbirdCore
internal import NIOCore
internal import NIOHTTPTypes
internal import Synchronization

/// A connection that was accepted and is not served yet; nothing is read from it until then.
///
/// A stop can come in between. Nobody serves the connection then, and it is closed with the last reference to it. NIO's asynchronous
/// channel ends the process when it is dropped like this, so it is made no sooner than its serving begins.
final class AcceptedConnection: ServerChildChannelValue {
    let channel: any Channel
    /// Whose it is; `nil` where it is not served.
    let peer: PeerAddress?
    private let isServed: Atomic<Bool>
    private let held: NIOLoopBound<HeldReads>?

    /// Takes a channel whose handlers are in place, on its event loop.
    ///
    /// - Parameters:
    ///   - channel: the connection, or a stream of one.
    ///   - peer: whose it is.
    ///   - held: its last handler, which keeps what is read before.
    /// - Throws: when the connection is gone already.
    init(_ channel: any Channel, of peer: PeerAddress, held: HeldReads) throws {
        self.channel = channel
        self.peer = peer
        self.held = NIOLoopBound(held, eventLoop: channel.eventLoop)
        isServed = Atomic(false)
        try channel.syncOptions?.setOption(.autoRead, value: false)
    }

    /// Takes a channel that ends by itself.
    init(refused channel: any Channel) {
        self.channel = channel
        peer = nil
        held = nil
        isServed = Atomic(true)
    }

    deinit {
        if !isServed.load(ordering: .relaxed) { channel.close(promise: nil) }
    }

    /// Begins to read; `nil` when the connection is gone already.
    func serve() async throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>? {
        guard !isServed.exchange(true, ordering: .relaxed) else { return nil }
        return try await channel.eventLoop.submit { [channel, held] in
            guard channel.isActive else { return nil }
            let served = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
            held?.value.release()
            try? channel.syncOptions?.setOption(.autoRead, value: true)
            // A stream of HTTP/2, unlike a socket, does not begin by itself.
            channel.read()
            return served
        }
        .get()
    }
}
