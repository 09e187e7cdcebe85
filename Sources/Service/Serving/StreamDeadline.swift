internal import NIOCore
internal import NIOHTTPTypes

/// Ends an HTTP/2 request that does not arrive in the time that a request has; the connection's others go on.
final class StreamDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let settings: RunningSettings
    private var check: Scheduled<Void>?

    init(_ settings: RunningSettings) {
        self.settings = settings
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let timeout = TimeAmount.seconds(Int64(settings.values.limits.requestTimeoutSeconds))
        let channel = context.channel
        check = context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) { check?.cancel() }
        context.fireChannelRead(data)
    }
}
