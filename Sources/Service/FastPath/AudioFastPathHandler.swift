internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// Answers audio requests whose bytes are all here on the event loop, in front of NIO's HTTP/1 codec; passes everything else on to it untouched.
///
/// An answer is given only between requests, while Hummingbird owes none on the connection, so answers keep the order of requests. The head and a
/// short body go to the socket together, longer bodies from the file to the socket without passing through memory of ours.
final class AudioFastPathHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let loop: AudioLoop
    private let watch: ConnectionWatch
    /// The connection's own, which is written to directly while NIO has nothing to write.
    private var socket: CInt?
    /// The peer's, without its port.
    private var address = ""
    /// The next byte begins a request: the codec holds no part of one.
    private var isBetweenRequests = true
    /// Something was written since the socket was last seen idle.
    private var mayBeWriting = false
    private var hasWritten = false
    private var hasPassedOn = false
    /// What is being sent of an answer of Hummingbird's.
    private var follower: AudioFollower?

    init(loop: AudioLoop, watch: ConnectionWatch) {
        self.loop = loop
        self.watch = watch
    }

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
        follower?.end(.failure(ChannelError.ioOnClosedChannel))
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        address = context.channel.remoteAddress?.ipAddress ?? ""
        socket = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            $0
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        while isBetweenRequests, bytes.readableBytes > 0, watch.isQuiet, context.channel.isWritable {
            guard let answered = answer(bytes, context) else { break }
            bytes.moveReaderIndex(forwardBy: answered)
        }
        if bytes.readableBytes > 0 { passOn(bytes, context) }
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
            context.read()
        }
    }

    /// Hands bytes to the codec, which takes all of them at once.
    ///
    /// It is between requests again when it has just told of a request's end, and the bytes end as only heads, and chunked bodies, do: had it begun
    /// another request since, that would have ended with the same bytes, and it would have told of it.
    private func passOn(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        hasPassedOn = true
        let seen = watch.partsSeen
        let end = bytes.readableBytesView.suffix(4)
        isBetweenRequests = false
        context.fireChannelRead(wrapInboundOut(bytes))
        isBetweenRequests = watch.partsSeen != seen && !watch.isReceiving && end.elementsEqual("\r\n\r\n".utf8)
    }

    /// Answers the request that the bytes begin with.
    ///
    /// - Returns: how many bytes it took; `nil` to leave it to the ordinary route.
    private func answer(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) -> Int? {
        let span = bytes.readableBytesUInt8Span
        guard let head = AudioRequestHead(span), let hit = loop.hits.hit(head, of: span, address: address) else {
            return nil
        }
        let requestID = head.fields.requestID ?? RequestIDs.make()
        let crossOrigin = head.fields.origin.map { loop.settings.values.crossOrigin.lines(for: $0) } ?? ""
        let rest = AudioHitWriter.Rest(requestID: requestID, crossOrigin: crossOrigin)
        // Before the listener can have the answer, who may look at the counts next.
        loop.hits.count(hit)
        switch loop.writer.write(hit, rest, to: context, socket: idleSocket(context)) {
        case .refused:
            loop.hits.takeBack(hit)
            return nil
        case .sent: break
        case .written:
            hasWritten = true
            mayBeWriting = true
        }
        watch.sawAnswer(now: .now())
        loop.hits.log(hit, isHead: head.isHead, requestID: requestID)
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

    /// Others' answers.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        mayBeWriting = true
        context.write(data, promise: promise)
    }

    // MARK: Following

    /// Sends what a reader has next, see ``AudioFollower``; to be asked while an answer of Hummingbird's is under way.
    func follow(
        _ reader: AudioReader,
        sending: AudioSending,
        _ context: ChannelHandlerContext,
        whenDone: @escaping (Result<Void, any Error>) -> Void
    ) {
        guard context.channel.isActive else { return whenDone(.failure(ChannelError.ioOnClosedChannel)) }
        let follower = AudioFollower(
            reader,
            sending: sending,
            handler: self,
            context: context,
            whenDone: { [weak self] outcome in
                self?.follower = nil
                whenDone(outcome)
            }
        )
        self.follower = follower
        follower.go()
    }

    /// The task whose answer it is was cancelled.
    func stopFollowing() {
        follower?.end(.failure(CancellationError()))
    }

    /// Hands bytes of a file to the socket itself.
    ///
    /// - Returns: how many it took; `nil` when it took none, or has to be waited for.
    func sendNow(_ range: Range<Int64>, of recording: CachedRecording, _ context: ChannelHandlerContext) -> Int? {
        idleSocket(context).flatMap {
            recording.sendIfInMemory(UnsafeRawBufferPointer(start: nil, count: 0), range, to: $0)
        }
    }

    /// Has bytes sent after everything that was written before.
    func send(_ bytes: ByteBuffer, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>) {
        mayBeWriting = true
        context.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: promise)
    }
}
