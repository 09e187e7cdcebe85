internal import NIOCore
internal import NIOPosix
internal import PlaybackAudit
internal import SliceCache

/// Answers audio requests whose bytes are all here on the event loop, in front of NIO's HTTP/1 codec; passes everything else on to it untouched.
///
/// An answer is given only between requests, while Hummingbird owes none on the connection, so answers keep the order of requests. While the body of one is
/// being sent, what comes in and what others would write waits here.
final class AudioFastPathHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let loop: AudioLoop
    private let watch: ConnectionWatch
    private let peer: PeerAddress
    /// The connection's own, which is written to directly while NIO has nothing to write.
    private var socket: CInt?
    /// Something was written since the socket was last seen idle.
    private var mayBeWriting = false
    private var hasWritten = false
    private var hasPassedOn = false
    /// Sends the body of an answer, of one given here or of one of Hummingbird's.
    private var sender: AudioSender?
    /// What waits while the body of an answer given here is being sent.
    private var waiting: AudioWaiting?

    init(loop: AudioLoop, watch: ConnectionWatch, peer: PeerAddress) {
        self.loop = loop
        self.watch = watch
        self.peer = peer
    }

    /// Of the loop's senders.
    var turns: LoopTurns { loop.turns }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        socket = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        socket = nil
        sender?.end(.failure(ChannelError.ioOnClosedChannel))
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        socket = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            $0
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        take(unwrapInboundIn(data), context)
    }

    /// Answers the requests that it can, and passes on what is left.
    private func take(_ read: ByteBuffer, _ context: ChannelHandlerContext) {
        var bytes = read
        while waiting == nil, bytes.readableBytes > 0, watch.isQuiet, context.channel.isWritable {
            guard let answered = answer(bytes, context) else { break }
            bytes.moveReaderIndex(forwardBy: answered)
        }
        guard bytes.readableBytes > 0 else { return }
        guard let waitingBytes = waiting?.bytes.readableBytes else { return passOn(bytes, context) }
        if waitingBytes + bytes.readableBytes > AudioWaiting.maximumBytes {
            context.close(promise: nil)
        } else {
            waiting?.bytes.writeBuffer(&bytes)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            context.flush()
        }
        if hasPassedOn {
            hasPassedOn = false
            context.fireChannelReadComplete()
        } else if context.channel.isWritable {
            // NIO would ask through all handlers whether to read on, of whom none has got anything to be held up by.
            read(context: context)
        }
    }

    /// Hands bytes to the codec, which takes all of them at once.
    private func passOn(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        hasPassedOn = true
        context.fireChannelRead(wrapInboundOut(bytes))
    }

    /// Answers the request that the bytes begin with.
    ///
    /// - Returns: how many bytes it took; `nil` to leave it to the ordinary route.
    private func answer(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) -> Int? {
        let start = NIODeadline.now()
        let span = bytes.readableBytesUInt8Span
        guard let head = AudioRequestHead(span) else { return nil }
        let address = loop.client(of: head.fields, peer: peer.text ?? "")
        guard let hit = loop.hits.hit(head, of: span, address: address) else { return nil }
        let requestID = head.fields.requestID.map(RequestID.given) ?? RequestID.next()
        let crossOrigin = loop.crossOrigin.audioLines(for: head.fields.origin)
        let rest = AudioHitWriter.Rest(requestID: requestID, crossOrigin: crossOrigin, address: address)
        // Before the listener can have the answer, who may look at the counts next.
        loop.hits.count(hit)
        var sentBytes = hit.range.count
        var begun: AudioHitWriter.Body?
        switch loop.writer.write(hit, rest, to: context, socket: idleSocket(context)) {
        case .refused:
            loop.hits.takeBack(hit)
            return nil
        case .sent: break
        case .written:
            hasWritten = true
            mayBeWriting = true
        case .begun(let body):
            mayBeWriting = true
            begun = body
            sentBytes -= body.rest.count
        }
        loop.hits.sent(sentBytes, of: hit.ready)
        let end = NIODeadline.now()
        watch.sawAnswer(now: end)
        loop.hits.log(hit, isHead: head.isHead, requestID: requestID, address: address, after: end - start)
        if let begun { send(begun, context) }
        return head.byteCount
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

    // MARK: What waits

    /// What others write, which comes after the body that is being sent.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard waiting == nil else {
            waiting?.writes.append((unwrapOutboundIn(data), promise))
            return
        }
        mayBeWriting = true
        context.write(data, promise: promise)
    }

    /// Nothing is read while a body is sent, unless the service stops: a connection that is closed with bytes unread loses what it was sent last.
    func read(context: ChannelHandlerContext) {
        if waiting?.isStopping ?? true { context.read() } else { waiting?.isReadAsked = true }
    }

    /// Ends of the input, or of the service, are told after what came before them.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard waiting != nil else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        waiting?.events.append(event)
        if event is ChannelShouldQuiesceEvent {
            waiting?.isStopping = true
            context.read()
        }
    }

    /// Sends the rest of an answer's body.
    private func send(_ body: AudioHitWriter.Body, _ context: ChannelHandlerContext) {
        waiting = AudioWaiting()
        let (answer, hits) = (body.answer, loop.hits)
        let notes = AudioNotes(
            playback: body.playback,
            right: loop.hits.right(of: body.ready),
            count: { [ready = NIOLoopBound((hits, body.ready), eventLoop: context.eventLoop)] bytes in
                let (hits, ready) = ready.value
                hits.sent(Int(bytes), of: ready, isLater: true)
                answer?.waitsForPeer()
            },
            now: loop.writer.now
        )
        let sender = AudioSender(
            ReadyAudio(body.rest, of: body.recording, in: loop.cache) { [ready = body.ready] in
                hits.origin(of: ready)
            },
            notes: notes,
            handler: self,
            context: context,
            whenDone: { [weak self, now = loop.writer.now] outcome in
                var failure: String?
                if case .failure(let error) = outcome {
                    failure = hits.brokeOff(by: notes.right.cause(of: error))
                    // Nothing may come after a body that is not whole.
                    context.close(promise: nil)
                }
                withExtendedLifetime(body.answer) { body.playback.end(failure: failure, now: now()) }
                self?.sentBody(context)
            }
        )
        self.sender = sender
        answer?.waitsForPeer()
        sender.go()
    }

    /// Lets go on what waited, in its order.
    private func sentBody(_ context: ChannelHandlerContext) {
        sender = nil
        guard let waited = waiting else { return }
        waiting = nil
        guard context.channel.isActive else {
            for (_, promise) in waited.writes { promise?.fail(ChannelError.ioOnClosedChannel) }
            return
        }
        for (data, promise) in waited.writes { write(context: context, data: wrapOutboundOut(data), promise: promise) }
        if !waited.writes.isEmpty { context.flush() }
        if waited.bytes.readableBytes > 0 {
            take(waited.bytes, context)
            channelReadComplete(context: context)
        }
        for event in waited.events { userInboundEventTriggered(context: context, event: event) }
        if waited.isReadAsked { read(context: context) }
    }

    // MARK: Sending

    /// Sends what a reader has next, to be asked while an answer of Hummingbird's is under way.
    func follow(
        _ reader: AudioReader,
        notes: AudioNotes,
        _ context: ChannelHandlerContext,
        whenDone: @escaping (Result<Void, any Error>) -> Void
    ) {
        guard context.channel.isActive else { return whenDone(.failure(ChannelError.ioOnClosedChannel)) }
        let sender = AudioSender(
            reader,
            notes: notes,
            handler: self,
            context: context,
            whenDone: { [weak self] outcome in
                self?.sender = nil
                whenDone(outcome)
            }
        )
        self.sender = sender
        sender.go()
    }

    /// The task whose answer it is was cancelled.
    func stopFollowing() {
        if waiting == nil { sender?.end(.failure(CancellationError())) }
    }

    /// Hands bytes of a file to the socket itself.
    ///
    /// - Returns: how many it took, none when it has to be waited for; `nil` when they may not be in memory.
    func sendNow(_ range: Range<Int64>, of recording: CachedRecording, _ context: ChannelHandlerContext) -> Int? {
        guard let socket = idleSocket(context) else { return 0 }
        return recording.sendIfInMemory(UnsafeRawBufferPointer(start: nil, count: 0), range, to: socket)
    }

    /// Has bytes sent after everything that was written before.
    func send(_ bytes: ByteBuffer, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>) {
        mayBeWriting = true
        context.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: promise)
    }
}
