internal import NIOCore

/// Requests that are not read to their end: too slow, or too long.
extension ConnectionWatch {
    /// Answers a request that is not read to its end, after all that are owed an answer, and hangs up.
    func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        isLastRequest = true
        isReceiving = false
        guard owed.isEmpty else {
            heldRefusal = refusal
            return
        }
        guard !isFinished else { return }
        isFinished = true
        isQuiescing = true
        encoder?.writeAndFlush(NIOAny(IOData.byteBuffer(refusal.answer)), promise: nil)
        finish(context)
    }

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
        guard context.channel.isActive, !isInputClosed, let since = requestClock.since else { return }
        guard since == begunAt else { return scheduleRequestCheck(context) }
        if isReceiving {
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            afterWrites { bound.value.close(promise: nil) }
        } else if owed.isEmpty {
            refuse(.tooSlow, context)
        }
    }
}
