internal import NIOCore

/// Requests that do not come in the time that they have.
extension ConnectionWatch {
    /// Looks again when the request that is arriving has had its time.
    func scheduleRequestCheck(_ context: ChannelHandlerContext) {
        guard let since = requestClock.since else { return }
        let timeout = TimeAmount.seconds(Int64(settings.values.limits.requestTimeoutSeconds))
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        requestCheck = context.eventLoop.scheduleTask(deadline: since + timeout) {
            let (watch, context) = bound.value
            watch.requestCheck = nil
            watch.checkRequest(context, begunAt: since)
        }
    }

    /// Ends a connection whose request still has not come wholly; one with an answer under way is a listener's.
    private func checkRequest(_ context: ChannelHandlerContext, begunAt: NIODeadline) {
        guard context.channel.isActive, let since = requestClock.since else { return }
        guard since == begunAt else { return scheduleRequestCheck(context) }
        end(course.tooSlow(), context)
    }
}
