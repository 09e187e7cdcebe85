internal import NIOCore

/// Reads the header of the PROXY protocol that a connection of a trusted proxy may begin with, before anything else does; the first handler until then.
///
/// Such a connection counts for the address that it announces. From any other address the header is garbage, and nobody takes it out.
final class ProxyGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// How a connection too many of the announced address is refused.
    enum Refusing: Sendable {
        /// With an answer.
        case told
        /// Without a word, where that would cost a handshake.
        case silent
    }

    private let peer: PeerAddress
    private let connections: Connections
    private let timeout: TimeAmount
    private let refusing: Refusing
    private var pending: [UInt8] = []
    private var deadline: Scheduled<Void>?

    /// - Parameters:
    ///   - peer: whose the connection is, told what is announced.
    ///   - connections: where it is counted.
    ///   - timeout: what a header may take to arrive, from its first byte.
    ///   - refusing: how it is refused where there are too many.
    init(peer: PeerAddress, connections: Connections, timeout: TimeAmount, refusing: Refusing) {
        self.peer = peer
        self.connections = connections
        self.timeout = timeout
        self.refusing = refusing
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let read = unwrapInboundIn(data)
        if pending.isEmpty, let first = read.readableBytesView.first, !ProxyHeader.mayBegin(with: first) {
            return passOn(read, context)
        }
        pending += read.readableBytesView
        switch ProxyHeader(pending) {
        case .absent: passOn(ByteBuffer(bytes: pending), context)
        case .undecided, .incomplete: awaitMore(context)
        case .announces(let address, let byteCount):
            let rest = ByteBuffer(bytes: pending.dropFirst(byteCount))
            guard let address else { return passOn(rest, context) }
            peer.announce(address)
            guard connections.count(context.channel, as: address) else { return refuse(RefusalHandler(), context) }
            passOn(rest, context)
        case .broken:
            connections.tellOfBrokenHeader(from: peer)
            context.close(promise: nil)
        }
    }

    /// A peer that ends its side amid a header is gone; what may be none is somebody else's to answer.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed, !pending.isEmpty {
            guard ProxyHeader(pending) == .undecided else { return context.close(promise: nil) }
            context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: pending)))
            context.fireChannelReadComplete()
            pending = []
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func awaitMore(_ context: ChannelHandlerContext) {
        guard deadline == nil else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: timeout) {
            let (gate, context) = bound.value
            guard context.channel.isActive else { return }
            // What may be the beginning of a request is answered as one that did not come in its time.
            if ProxyHeader(gate.pending) == .undecided {
                gate.refuse(RefusalHandler(.tooSlow), context)
            } else {
                context.close(promise: nil)
            }
        }
    }

    private func refuse(_ handler: RefusalHandler, _ context: ChannelHandlerContext) {
        switch refusing {
        case .told:
            // Takes what still comes, and hangs up.
            try? context.pipeline.syncOperations.addHandler(handler, position: .after(self))
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        case .silent:
            context.close(promise: nil)
        }
    }

    private func passOn(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        pending = []
        if bytes.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(bytes)) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
