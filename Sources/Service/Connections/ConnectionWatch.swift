internal import NIOCore
internal import NIOHTTP1

/// Watches the requests of a connection and their answers, between NIO's HTTP/1 codec and Hummingbird's: that a request comes in its time, that a
/// connection on which nothing is asked for is closed, and none before what was written has gone.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    let settings: RunningSettings
    private let idleTimeout: TimeAmount
    /// Complete answers are written from here, below the encoder, which knows parts only.
    var encoder: ChannelHandlerContext?
    /// Requests passed on whose answer is not complete yet.
    var owedAnswers = 0
    var isReceiving = false
    private var isReadHeld = false
    var isQuiescing = false
    var isInputClosed = false
    /// A request said that it is the connection's last, or asked for another protocol.
    private var isLastRequest = false
    /// Parts of requests that the codec has told of.
    private(set) var partsSeen = 0
    private var lastActivity = NIODeadline.now()
    private var idleCheck: Scheduled<Void>?
    var requestClock = RequestClock()
    var requestCheck: Scheduled<Void>?

    init(settings: RunningSettings, idleTimeout: TimeAmount) {
        self.settings = settings
        self.idleTimeout = idleTimeout
    }

    /// Whether no request is coming or unanswered, so that the next one may be answered by whoever sees it first.
    var isQuiet: Bool {
        owedAnswers == 0 && !isReceiving && !isQuiescing && !isInputClosed && !isLastRequest
    }

    /// A request was answered that does not come by here.
    func sawAnswer(now: NIODeadline) {
        lastActivity = now
    }

    func handlerAdded(context: ChannelHandlerContext) {
        encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
        if context.channel.isActive { scheduleIdleCheck(context, in: idleTimeout) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        encoder = nil
        idleCheck?.cancel()
        requestCheck?.cancel()
    }

    func channelActive(context: ChannelHandlerContext) {
        lastActivity = .now()
        scheduleIdleCheck(context, in: idleTimeout)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        idleCheck?.cancel()
        requestCheck?.cancel()
        context.fireChannelInactive()
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActivity = .now()
        partsSeen += 1
        let part = unwrapInboundIn(data)
        requestClock.see(part, now: lastActivity)
        switch part {
        case .head(let head):
            isReceiving = true
            owedAnswers += 1
            let isLast = !head.isKeepAlive || head.method == .CONNECT || head.headers.contains(name: "Upgrade")
            isLastRequest = isLastRequest || isLast
        case .body: break
        case .end: isReceiving = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !isInputClosed { requestClock.readCompleted(now: .now()) }
        if requestClock.since != nil, requestCheck == nil { scheduleRequestCheck(context) }
        context.fireChannelReadComplete()
    }

    /// A peer that takes nothing is read from no further: its requests would only pile up.
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

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            owedAnswers -= 1
            lastActivity = .now()
        }
        context.write(data, promise: promise)
    }

    // MARK: Ends

    /// A stop was asked for: Hummingbird, which may know of no request, would close at once; what was written goes out first.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { isInputClosed = true }
        guard event is ChannelShouldQuiesceEvent, owedAnswers == 0, !isQuiescing else {
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

    /// A head that is too long is answered here, where nothing else was asked before it.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error as? HTTPParserError == .headerOverflow, owedAnswers == 0 else {
            context.fireErrorCaught(error)
            return
        }
        refuse(.headTooLong, context)
    }

    /// Writes complete in order, so an empty one stands for all before it.
    func afterWrites(_ action: @escaping () -> Void) {
        guard let encoder else { return action() }
        let promise = encoder.eventLoop.makePromise(of: Void.self)
        let action = NIOLoopBound(action, eventLoop: encoder.eventLoop)
        promise.futureResult.whenComplete { _ in action.value() }
        encoder.writeAndFlush(NIOAny(IOData.byteBuffer(ByteBuffer())), promise: promise)
    }

    // MARK: Idleness

    private func scheduleIdleCheck(_ context: ChannelHandlerContext, in delay: TimeAmount) {
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
        let isWaitingForUs = owedAnswers > 0 && !isReceiving
        if quiet >= idleTimeout, !isWaitingForUs {
            let asked = lastActivity
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
}
