internal import NIOCore

/// Waits a moment with accepting when the process has no descriptor left for a connection, in place of trying again without end.
///
/// NIO's own handler holds back reads that are asked for; but one that failed stays asked for, so that the loop spins. Automatic reading that is turned off
/// takes the listener out of the loop's interest.
final class AcceptPause: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = any Channel

    /// Short enough that a connection waits no longer than it takes to notice.
    static let time = TimeAmount.milliseconds(100)

    private var isPaused = false

    /// Puts one in front of a server's channel.
    static func add(to channel: any Channel) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(AcceptPause(), position: .first)
        }
        .get()
    }

    /// An error of accept that does not close the listener is nobody else's: the listener goes on.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        guard !isPaused else { return }
        isPaused = true
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        let bound = NIOLoopBound((self, context.channel), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.time) {
            let (pause, channel) = bound.value
            pause.isPaused = false
            if channel.isActive { try? channel.syncOptions?.setOption(.autoRead, value: true) }
        }
    }
}
