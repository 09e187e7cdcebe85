internal import NIOCore
internal import NIOHTTPTypes

/// Keeps what a connection reads until somebody serves it; the last handler until then.
///
/// Reading is put off until then, but not the reading of a peer that has ended its side; and with TLS a request can come together with the end of the
/// handshake.
final class HeldReads: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private enum Held {
        case part(NIOAny)
        case complete
        case event(Any)
        case error(any Error)
    }

    private var held: [Held]? = []
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    /// Passes on what was kept, and from now on everything at once.
    func release() {
        let held = held ?? []
        self.held = nil
        guard let context else { return }
        for item in held {
            switch item {
            case .part(let data): context.fireChannelRead(data)
            case .complete: context.fireChannelReadComplete()
            case .event(let event): context.fireUserInboundEventTriggered(event)
            case .error(let error): context.fireErrorCaught(error)
            }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard held != nil else { return context.fireChannelRead(data) }
        held?.append(.part(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard held != nil else { return context.fireChannelReadComplete() }
        held?.append(.complete)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard held != nil else { return context.fireUserInboundEventTriggered(event) }
        held?.append(.event(event))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard held != nil else { return context.fireErrorCaught(error) }
        held?.append(.error(error))
    }
}
