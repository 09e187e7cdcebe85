internal import NIOCore
internal import NIOHTTPTypes

/// Keeps what a connection reads until somebody serves it; the last handler until then.
///
/// Reading begins before, so that a request is here when it can be answered. Once something is kept nothing more is read.
final class HeldReads: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart

    private enum Held {
        case part(NIOAny)
        case complete
        case event(Any)
    }

    private var held: [Held] = []
    private var isReadHeld = false
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    /// Passes on what was kept, and steps aside.
    func release() {
        guard let context else { return }
        let items = held
        held = []
        for item in items {
            switch item {
            case .part(let data): context.fireChannelRead(data)
            case .complete: context.fireChannelReadComplete()
            case .event(let event): context.fireUserInboundEventTriggered(event)
            }
        }
        let mustRead = isReadHeld
        let channel = context.channel
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        if mustRead { channel.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        held.append(.part(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        held.append(.complete)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        held.append(.event(event))
    }

    func read(context: ChannelHandlerContext) {
        if held.isEmpty { context.read() } else { isReadHeld = true }
    }
}
