internal import NIOCore

/// Reads no further from a peer that takes nothing: what it asks for would only pile up.
final class WritabilityGate: ChannelDuplexHandler {
    typealias InboundIn = Never
    typealias OutboundIn = Never

    private var isReadHeld = false

    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isReadHeld, context.channel.isWritable {
            isReadHeld = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }
}
