internal import NIOCore
internal import NIOHTTP1

/// How a connection ends: after its last answer, with its input, with an error, with the service.
extension ConnectionWatch {
    /// Does what becomes of the connection.
    func end(_ ending: ConnectionCourse.Ending, _ context: ChannelHandlerContext) {
        switch ending {
        case .goesOn: break
        case .closes: close(afterWritesOf: context)
        case .lingers: linger(context)
        case .refuses(let refusal, let lingers):
            encoder?.writeAndFlush(NIOAny(IOData.byteBuffer(refusal.answer)), promise: nil)
            if lingers { linger(context) } else { close(afterWritesOf: context) }
        }
    }

    private func linger(_ context: ChannelHandlerContext) {
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
        guard course.wantsBody() else { return }
        encoder?.writeAndFlush(
            NIOAny(IOData.byteBuffer(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))),
            promise: nil
        )
    }

    /// A stop was asked for: Hummingbird, which may know of no request, would close at once; what was written goes out first.
    ///
    /// And the peer ended its side: what it is owed it is still given.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { end(course.inputClosed(), context) }
        guard event is ChannelShouldQuiesceEvent, course.quiesce() else {
            context.fireUserInboundEventTriggered(event)
            return
        }
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
        let (ending, isOfBody) = course.unreadable(Refusal(error))
        end(ending, context)
        if isOfBody { context.fireErrorCaught(error) }
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
