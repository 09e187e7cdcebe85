internal import NIOCore

/// Tells a connection why it is not served, such as that there are too many, without reading what it asks, and hangs up.
final class RefusalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long the other side may take to read the answer and hang up too; closing at once could lose it the answer.
    static let lingerTime = TimeAmount.seconds(2)

    private static let tooMany = Refusal(
        status: "503 Service Unavailable",
        code: "tooManyConnections",
        title: "Too many connections",
        detail: "The service has as many connections as it takes; try again soon.",
        retryAfterSeconds: 5
    )

    private let refusal: Refusal

    init(_ refusal: Refusal = tooMany) {
        self.refusal = refusal
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { refuse(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        refuse(context)
    }

    private func refuse(_ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(refusal.answer), promise: nil)
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingerTime) { channel.close(promise: nil) }
    }

    /// What it asks is not looked at.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed || event is ChannelShouldQuiesceEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
