internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Answers audio requests whose bytes are all here on the event loop, between NIO's HTTP/1 codec and Hummingbird's; passes everything else on.
///
/// An answer is given only while Hummingbird owes none on the connection, so answers keep the order of requests. The head and a short body go in one
/// buffer, longer bodies from the file to the socket without passing through memory of ours.
final class AudioFastPathHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    let loop: AudioLoop
    private let idleTimeout: TimeAmount
    private let isSecure: Bool
    var encoder: ChannelHandlerContext?
    /// The connection's own, which is written to directly while NIO has nothing to write.
    private var socket: CInt?
    /// Something was written since the socket was last seen idle.
    private var mayBeWriting = false
    /// Requests passed on whose answer is not complete yet.
    var owedAnswers = 0
    /// The end of a request that was answered here is still to come.
    private var isSwallowing = false
    var isReceiving = false
    private var hasWritten = false
    private var hasPassedOn = false
    private var isReadHeld = false
    var isQuiescing = false
    /// The peer's, without its port.
    private var address = ""
    private var lastActivity = NIODeadline.now()
    private var idleCheck: Scheduled<Void>?
    var requestClock = RequestClock()
    var requestCheck: Scheduled<Void>?
    var isInputClosed = false

    init(loop: AudioLoop, idleTimeout: TimeAmount, isSecure: Bool) {
        self.loop = loop
        self.idleTimeout = idleTimeout
        self.isSecure = isSecure
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Complete answers are written below the encoder, which knows parts only.
        encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
        socket = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            $0
        }
        if context.channel.isActive {
            address = context.channel.remoteAddress?.ipAddress ?? ""
            scheduleIdleCheck(context, in: idleTimeout)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        encoder = nil
        socket = nil
        idleCheck?.cancel()
        requestCheck?.cancel()
    }

    func channelActive(context: ChannelHandlerContext) {
        address = context.channel.remoteAddress?.ipAddress ?? ""
        lastActivity = .now()
        scheduleIdleCheck(context, in: idleTimeout)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        socket = nil
        idleCheck?.cancel()
        requestCheck?.cancel()
        context.fireChannelInactive()
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastActivity = .now()
        let part = unwrapInboundIn(data)
        requestClock.see(part, now: lastActivity)
        if case .head(let head) = part {
            isReceiving = true
            if answer(head, context) {
                isSwallowing = true
                return
            }
            owedAnswers += 1
        }
        if case .end = part {
            isReceiving = false
            if isSwallowing {
                isSwallowing = false
                return
            }
        }
        hasPassedOn = true
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !isInputClosed { requestClock.readCompleted(now: .now()) }
        if requestClock.since != nil, requestCheck == nil { scheduleRequestCheck(context) }
        if hasWritten {
            hasWritten = false
            encoder?.flush()
        }
        if hasPassedOn {
            hasPassedOn = false
            context.fireChannelReadComplete()
        }
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> Bool {
        guard !isSecure, owedAnswers == 0, !isQuiescing, let encoder, context.channel.isWritable,
            AudioHits.concerns(head.uri),
            head.method == .GET || head.method == .HEAD, head.version == .http1_1,
            let fields = FastRequestFields(head.headers),
            let hit = loop.hits.hit(
                target: head.uri,
                isHead: head.method == .HEAD,
                conditions: fields.conditions,
                address: address
            )
        else { return false }
        let requestID = fields.requestID ?? RequestIDs.make()
        let crossOrigin = fields.origin.map { loop.settings.values.crossOrigin.lines(for: $0) } ?? ""
        let rest = AudioHitWriter.Rest(requestID: requestID, crossOrigin: crossOrigin)
        let socket = idleSocket(context)
        // Before the listener can have the answer, who may look at the counts next.
        loop.hits.count(hit)
        switch loop.writer.write(hit, rest, to: encoder, socket: socket) {
        case .refused:
            loop.hits.takeBack(hit)
            return false
        case .sent: break
        case .written:
            hasWritten = true
            mayBeWriting = true
        }
        loop.hits.log(hit, target: head.uri, isHead: head.method == .HEAD, requestID: requestID)
        return true
    }

    /// The socket, when nothing that was written waits for it.
    private func idleSocket(_ context: ChannelHandlerContext) -> CInt? {
        guard let socket, context.channel.isActive else { return nil }
        if mayBeWriting {
            let waiting = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
            mayBeWriting = waiting != 0
        }
        return mayBeWriting ? nil : socket
    }

    // MARK: Answers of others

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        mayBeWriting = true
        if case .end = unwrapOutboundIn(data) {
            owedAnswers -= 1
            lastActivity = .now()
        }
        context.write(data, promise: promise)
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
            let (handler, context) = bound.value
            handler.checkIdleness(context)
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
                let (handler, context) = bound.value
                guard handler.lastActivity == asked else { return }
                if NIODeadline.now() - asked >= handler.idleTimeout * 2 {
                    // The writes took their time: the peer was listening until now.
                    handler.lastActivity = .now()
                    handler.scheduleIdleCheck(context, in: handler.idleTimeout)
                } else {
                    context.close(promise: nil)
                }
            }
        } else {
            scheduleIdleCheck(context, in: isWaitingForUs ? idleTimeout : idleTimeout - quiet)
        }
    }
}
