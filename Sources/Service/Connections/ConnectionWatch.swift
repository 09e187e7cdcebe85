internal import NIOCore
internal import NIOHTTP1

/// Watches the requests of a connection and their answers, between NIO's HTTP/1 codec and Hummingbird's: that requests are such as can be taken and come in
/// their time, that each answer says whether the connection goes on, and that it ends when nothing more is owed, but not before what was written has gone.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    let settings: RunningSettings
    let idleTimeout: TimeAmount
    /// Complete answers are written from here, below the encoder, which knows parts only.
    var encoder: ChannelHandlerContext?
    /// What has come and is owed, and how the connection ends.
    var course = ConnectionCourse()
    /// A decoder stopped behind the request that has just come.
    private var hasDecoderStopped = false
    private var stopsDecoder = false
    /// Parts of requests that the codec has told of.
    private(set) var partsSeen = 0
    var lastActivity = NIODeadline.now()
    /// What was answered last is audio, of which nobody need take anything for a while.
    var mayPause = false
    /// Unsent bytes when the connection was last looked at.
    var unsentBytesSeen = 0
    var idleCheck: Scheduled<Void>?
    var requestClock = RequestClock()
    var requestCheck: Scheduled<Void>?

    init(settings: RunningSettings, idleTimeout: TimeAmount) {
        self.settings = settings
        self.idleTimeout = idleTimeout
    }

    /// Whether no request is coming or unanswered, so that the next one may be answered by whoever sees it first.
    var isQuiet: Bool { course.isQuiet }

    /// The decoder is about to read bytes.
    func seeBytes() { course.bytes() }

    /// A request was answered that does not come by here.
    func sawAnswer(now: NIODeadline) {
        lastActivity = now
        mayPause = true
    }

    /// Whether the decoder reads nothing behind the request that has just come; once.
    func takeDecoderStop() -> Bool {
        defer { hasDecoderStopped = false }
        return hasDecoderStopped
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
        guard course.takesParts else { return }
        lastActivity = .now()
        partsSeen += 1
        let part = unwrapInboundIn(data)
        requestClock.see(part, now: lastActivity)
        switch part {
        case .head(let head):
            take(head, context)
        case .body:
            course.body()
            context.fireChannelRead(data)
        case .end:
            course.requestEnd()
            hasDecoderStopped = stopsDecoder
            context.fireChannelRead(data)
        }
    }

    /// Passes a head on, with the one thing about its connection that Hummingbird reads, whether its answer is the last, and with the host of its target, if that
    /// names one, as the host that is asked (RFC 9112 §3.2.2).
    private func take(_ given: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let terms = RequestTerms(given)
        let isLast: Bool
        switch course.head(terms) {
        case .refuse(let refusal): return end(course.refuse(refusal), context)
        case .passOn(let last): isLast = last
        }
        stopsDecoder = terms.stopsDecoder
        var head = given
        if let (authority, path) = RequestPath.absolute(head.uri) {
            head.headers.replaceOrAdd(name: "Host", value: authority)
            head.uri = path.isEmpty ? (head.method == .OPTIONS ? "*" : "/") : path
        }
        head.headers.remove(name: "Connection")
        if isLast { head.headers.add(name: "Connection", value: "close") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !course.isInputClosed, course.takesParts { requestClock.readCompleted(now: .now()) }
        if requestClock.since != nil, requestCheck == nil { scheduleRequestCheck(context) }
        context.fireChannelReadComplete()
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard course.stage < .finished else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code >= 200:
            context.write(wrapOutboundOut(.head(complete(head))), promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            lastActivity = .now()
            context.write(data, promise: promise)
            end(course.answerEnd(), context)
        }
    }

    /// Says whether the connection goes on.
    private func complete(_ given: HTTPResponseHead) -> HTTPResponseHead {
        let persistence = course.answerHead(
            hasLength: given.headers.contains(name: "Content-Length"),
            mayHaveBody: given.status.mayHaveResponseBody,
            saysClose: given.headers["Connection"].contains { $0.lowercased() == "close" }
        )
        guard let persistence else { return given }
        mayPause = given.headers.contains(name: "Accept-Ranges")
        var head = given
        head.headers.remove(name: "Connection")
        switch persistence {
        case .unsaid: break
        case .keptAlive: head.headers.add(name: "Connection", value: "keep-alive")
        case .closes(let endsBody):
            if endsBody { head.version = .http1_0 }
            head.headers.add(name: "Connection", value: "close")
        }
        return head
    }
}
