internal import Logging
internal import NIOCore

/// Waits a moment with accepting when the process has no descriptor left for a connection, in place of trying again without end.
///
/// NIO's own handler holds back reads that are asked for; but one that failed stays asked for, so that the loop spins. Automatic reading that is turned off
/// takes the listener out of the loop's interest.
final class AcceptPause: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = any Channel

    /// Short enough that a connection waits no longer than it takes to notice.
    static let time = TimeAmount.milliseconds(100)

    private let logger: Logger
    private var isPaused = false
    private var line = SeldomLine()

    init(logger: Logger) {
        self.logger = logger
    }

    /// Puts one in front of a server's channel.
    static func add(to channel: any Channel, logger: Logger) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(AcceptPause(logger: logger), position: .first)
        }
        .get()
    }

    /// An error of accept that does not close the listener is nobody else's: the listener goes on.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let failure = error as? IOError else { return context.fireErrorCaught(error) }
        guard !isPaused else { return }
        isPaused = true
        if let count = line.happened(now: .now()) {
            logger.warning(
                "connections wait to be accepted, the system refuses more",
                metadata: ["errno": "\(failure.errnoCode)", "tries": "\(count)"]
            )
        }
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        let bound = NIOLoopBound((self, context.channel), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.time) {
            let (pause, channel) = bound.value
            pause.isPaused = false
            if channel.isActive { try? channel.syncOptions?.setOption(.autoRead, value: true) }
        }
    }
}
