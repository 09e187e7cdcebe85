internal import NIOCore
internal import NIOPosix
internal import PlaybackAudit
internal import SliceCache

/// Answers audio requests whose bytes are all here on the event loop, in front of NIO's HTTP/1 codec; passes everything else on to it untouched.
///
/// Bytes go to the socket itself, or behind TLS down the pipeline to be encrypted (record 0061). An answer is given only between requests, while Hummingbird owes none on the connection, so answers keep the order of requests. While the body of one is
/// being sent, what comes in and what others would write waits here.
final class AudioFastPathHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// What is encrypted at once: four records of TLS at their longest (RFC 8446 section 5.1), which wait in memory when the socket does not take them.
    private static let securePieceBytes: Int64 = 64 << 10

    private let loop: AudioLoop
    private let watch: ConnectionWatch
    private let peer: PeerAddress
    /// Between this handler and the socket all bytes are encrypted.
    private let isSecure: Bool
    private var context: ChannelHandlerContext?
    /// The connection's own, which is written to directly while NIO has nothing to write; `nil` where bytes are encrypted first.
    private var socket: CInt?
    /// Something was written since the socket was last seen idle.
    private var mayBeWriting = false
    private var hasWritten = false
    /// Of bodies, written since the last flush: behind TLS, which takes all that is written, they would be without a bound.
    private var unflushedBytes: Int64 = 0
    private var hasPassedOn = false
    /// Sends the body of an answer, of one given here or of one of Hummingbird's.
    private var sender: AudioSender?
    /// What waits while the body of an answer given here is being sent.
    private var waiting: AudioWaiting?

    init(loop: AudioLoop, watch: ConnectionWatch, peer: PeerAddress, isSecure: Bool) {
        self.loop = loop
        self.watch = watch
        self.peer = peer
        self.isSecure = isSecure
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
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
        guard !isSecure else { return }
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
        if hasWritten { flush(context) }
        if hasPassedOn {
            hasPassedOn = false
            context.fireChannelReadComplete()
        } else if context.channel.isWritable {
            // NIO would ask through all handlers whether to read on, of whom none has got anything to be held up by.
            read(context: context)
        }
    }

    private func flush(_ context: ChannelHandlerContext) {
        hasWritten = false
        unflushedBytes = 0
        context.flush()
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
        let span = bytes.readableBytesUInt8Span
        guard let head = AudioRequestHead(span) else { return nil }
        let socket = idleSocket(context)
        let answered = loop.answer(
            head.isHead,
            head.fields,
            target: span.extracting(head.target),
            peer: peer,
            isSecure: isSecure
        ) {
            loop.writer.write($0, $1, to: context, socket: socket)
        }
        guard let answered else { return nil }
        watch.sawAnswer(now: answered.at)
        switch answered.outcome {
        case .refused, .sent: break
        case .written:
            hasWritten = true
            mayBeWriting = true
            unflushedBytes += Int64(answered.bytes)
            if unflushedBytes >= pieceBytes { flush(context) }
        case .begun(let body):
            mayBeWriting = true
            send(body, context)
        }
        return head.byteCount
    }

    /// The socket, when nothing that was written waits for it.
    private func idleSocket(_ context: ChannelHandlerContext) -> CInt? {
        guard let socket, isIdle(context) else { return nil }
        return socket
    }

    /// Whether nothing that was written waits for the socket.
    private func isIdle(_ context: ChannelHandlerContext) -> Bool {
        guard context.channel.isActive else { return false }
        if mayBeWriting {
            let waiting = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
            mayBeWriting = waiting != 0
        }
        return !mayBeWriting
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
        let sender = loop.sender(of: body, on: self) { [weak self] isWhole in
            // Nothing may come after a body that is not whole.
            if !isWhole { context.close(promise: nil) }
            self?.sentBody(context)
        }
        self.sender = sender
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
    func follow(_ reader: AudioReader, notes: AudioNotes, whenDone: @escaping (Result<Void, any Error>) -> Void) {
        guard context?.channel.isActive ?? false else { return whenDone(.failure(ChannelError.ioOnClosedChannel)) }
        let sender = AudioSender(
            reader,
            notes: notes,
            way: self,
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
}

extension AudioFastPathHandler: AudioWay {
    var eventLoop: any EventLoop { loop.turns.eventLoop }
    /// Of the loop's senders.
    var turns: LoopTurns { loop.turns }
    var pieceBytes: Int64 { isSecure ? Self.securePieceBytes : ReadyAudio.pieceBytes }

    /// Hands bytes of a file to the socket itself, or has them encrypted for it.
    func sendNow(_ range: Range<Int64>, of recording: CachedRecording) -> Int? {
        guard let context, isIdle(context) else { return 0 }
        if let socket {
            return recording.sendIfInMemory(UnsafeRawBufferPointer(start: nil, count: 0), range, to: socket)
        }
        guard let bytes = recording.copyIfInMemory(range) else { return nil }
        mayBeWriting = true
        context.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: nil)
        return range.count
    }

    func send(_ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>) {
        guard let context else { return promise.fail(ChannelError.ioOnClosedChannel) }
        mayBeWriting = true
        context.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: promise)
    }
}
