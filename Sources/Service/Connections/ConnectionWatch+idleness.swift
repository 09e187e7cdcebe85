internal import NIOCore

/// Connections on which nothing is asked for.
extension ConnectionWatch {
    func scheduleIdleCheck(_ context: ChannelHandlerContext, in delay: TimeAmount) {
        idleCheck?.cancel()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        idleCheck = context.eventLoop.scheduleTask(in: delay) {
            let (watch, context) = bound.value
            watch.checkIdleness(context)
        }
    }

    /// Closes a connection on which nothing is asked for; a listener who pauses has an answer under way and stays.
    private func checkIdleness(_ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let quiet = NIODeadline.now() - lastActivity
        let isWaitingForUs = course.isOwing
        if quiet >= idleTimeout, !mayPause, isStalled(context) {
            abort()
        } else if quiet >= idleTimeout, !isWaitingForUs {
            let asked = lastActivity
            // Those who stall are seen by what they take until then.
            if !mayPause { scheduleIdleCheck(context, in: idleTimeout) }
            let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            afterWrites {
                let (watch, context) = bound.value
                guard watch.lastActivity == asked else { return }
                if NIODeadline.now() - asked >= watch.idleTimeout * 2 {
                    // The writes took their time: the peer was listening until now.
                    watch.lastActivity = .now()
                    watch.scheduleIdleCheck(context, in: watch.idleTimeout)
                } else {
                    context.close(promise: nil)
                }
            }
        } else {
            scheduleIdleCheck(context, in: isWaitingForUs ? idleTimeout : idleTimeout - quiet)
        }
    }

    /// Whether the peer took nothing of what waits for it since this was last asked.
    private func isStalled(_ context: ChannelHandlerContext) -> Bool {
        let unsentBytes = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        defer { unsentBytesSeen = unsentBytes }
        return unsentBytes > 0 && unsentBytes == unsentBytesSeen
    }
}
