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
    private let isServed = Atomic<Bool>(false)

    /// Takes a channel whose handlers are in place, on its event loop.
    init(_ channel: any Channel) throws {
        self.channel = channel
        try channel.syncOptions?.setOption(.autoRead, value: false)
    }

    deinit {
        if !isServed.load(ordering: .relaxed) { channel.close(promise: nil) }
    }

    /// Begins to read; `nil` when the connection is gone already.
    func serve() async throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>? {
        isServed.store(true, ordering: .relaxed)
        return try await channel.eventLoop.submit { [channel] in
            guard channel.isActive else { return nil }
            let served = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel,
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
            try? channel.syncOptions?.setOption(.autoRead, value: true)
            return served
        }
        .get()
    }
}
