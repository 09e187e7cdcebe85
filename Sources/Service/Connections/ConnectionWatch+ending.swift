internal import NIOCore
internal import NIOHTTP1

/// How a connection ends: after its last answer, with its input, with an error, with the service.
extension ConnectionWatch {
    /// An answer is complete.
    func answered(_ context: ChannelHandlerContext) {
        if isLastAnswer {
            isFinished = true
            finish(context)
        } else if owed.isEmpty, let refusal = heldRefusal {
            refuse(refusal, context)
        } else if owed.isEmpty, isInputClosed {
            isFinished = true
            close(afterWritesOf: context)
        }
    }

    /// Ends the connection after everything that was written.
    ///
    /// Closing at once could lose the other side the answer, when it is still sending: so it is given the time to read it.
    func finish(_ context: ChannelHandlerContext) {
        guard !isInputClosed || isReceiving else { return close(afterWritesOf: context) }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        afterWrites {
            let context = bound.value
            guard context.channel.isActive else { return }
            context.close(mode: .output, promise: nil)
            let channel = context.channel
            // Past ourselves: nothing is left to wait for.
            context.eventLoop.scheduleTask(in: RefusalHandler.lingerTime) {
                if channel.isActive { bound.value.close(promise: nil) }
            }
        }
    }

    private func close(afterWritesOf context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        afterWrites { bound.value.close(promise: nil) }
    }

    /// Ends the connection at once: what was written and not sent is lost.
    func abort() {
        encoder?.close(promise: nil)
    }

    /// Tells a client that waits for it to send the body, which is about to be read.
    func goOnWithBody() {
        guard owed.first?.isExpecting == true, isReceiving, owed.count == 1, !isBodyAwaited, !isFinished else { return }
        isBodyAwaited = true
        encoder?.writeAndFlush(
            NIOAny(IOData.byteBuffer(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))),
            promise: nil
        )
    }

    /// A stop was asked for: Hummingbird, which may know of no request, would close at once; what was written goes out first.
    ///
    /// And the peer ended its side: what it is owed it is still given.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            isInputClosed = true
            if isFinished || owed.isEmpty && heldRefusal == nil { close(afterWritesOf: context) }
        }
        guard event is ChannelShouldQuiesceEvent, owed.isEmpty, !isQuiescing else {
            isQuiescing = isQuiescing || event is ChannelShouldQuiesceEvent
            context.fireUserInboundEventTriggered(event)
            return
        }
        isQuiescing = true
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        afterWrites { context.value.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// A close waits for what was written before it, which NIO would otherwise drop.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, context.channel.isActive else {
            context.close(mode: mode, promise: promise)
            return
        }
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        afterWrites { context.value.close(mode: mode, promise: promise) }
    }

    /// What cannot be read is answered here, where others are owed an answer after them.
    ///
    /// A body that cannot be read is its reader's to answer.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError || error is RequestDecoder.MethodUnknown else {
            context.fireErrorCaught(error)
            return
        }
        guard isReceiving else {
            if !isLastRequest { refuse(Refusal(error), context) }
            return
        }
        isLastRequest = true
        isReceiving = false
        if let last = owed.popLast() {
            // Whoever answers need not know that nothing comes after it.
            owed.append(last.asLast)
        } else if !isFinished {
            // Answered already, without its body.
            isFinished = true
            finish(context)
        }
        context.fireErrorCaught(error)
    }

    /// Writes complete in order, so an empty one stands for all before it.
    func afterWrites(_ action: @escaping () -> Void) {
        guard let encoder else { return action() }
        let promise = encoder.eventLoop.makePromise(of: Void.self)
        let action = NIOLoopBound(action, eventLoop: encoder.eventLoop)
        promise.futureResult.whenComplete { _ in action.value() }
        encoder.writeAndFlush(NIOAny(IOData.byteBuffer(ByteBuffer())), promise: promise)
    }
}
