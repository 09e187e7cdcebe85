internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2
internal import SliceCache

/// A stream of HTTP/2 that is answered on the event loop; touched there only.
final class AudioStream: AudioWay {
    /// What of a body NIO is given at once: four frames at their usual longest (RFC 9113 section 4.2), which wait in memory while the client has no window for
    /// them.
    let pieceBytes: Int64 = 64 << 10

    private let id: HTTP2StreamID
    private let handler: AudioStreamsHandler
    private let context: ChannelHandlerContext
    /// Of the body, not given to NIO yet.
    private var restBytes: Int64 = 0
    /// Given to NIO, which has not written them yet.
    private var unsentBytes = 0
    /// Sends the rest of a body.
    private var sender: AudioSender?
    private var isClosed = false

    init(_ id: HTTP2StreamID, _ handler: AudioStreamsHandler, _ context: ChannelHandlerContext) {
        self.id = id
        self.handler = handler
        self.context = context
    }

    // MARK: Answering

    /// Whether a body of so many bytes waits for nothing but the socket once it is written: the client's windows have room for it.
    func takesAtOnce(_ bytes: Int) -> Bool {
        bytes <= AudioHitWriter.longestCopiedBytes && handler.takesAtOnce(bytes, context)
    }

    func write(_ headers: HPACKHeaders, isLast: Bool) {
        handler.write(.headers(.init(headers: headers, endStream: isLast)), on: id, context)
    }

    /// Writes a body that goes at once, wholly.
    func write(_ body: ByteBuffer) {
        handler.write(body, on: id, context)
    }

    /// A body of so many bytes follows, piece by piece.
    func begin(bodyBytes: Int64) {
        restBytes = bodyBytes
    }

    /// Writes a piece of the body; its last ends the stream.
    private func write(piece: ByteBuffer, _ promise: EventLoopPromise<Void>? = nil) {
        let count = piece.readableBytes
        restBytes -= Int64(count)
        unsentBytes += count
        handler.write(piece: piece, isLast: restBytes == 0, on: id, context).whenComplete { [self] outcome in
            unsentBytes -= count
            // NIO drops what a stream's end leaves behind before it tells of that.
            if case .failure = outcome { closed() }
            promise?.completeWith(outcome)
        }
        handler.flush(context)
    }

    /// Ends the answer, from any thread, as a connection of HTTP/1 is closed: its stream is reset, and the connection goes on.
    var abort: @Sendable () -> Void {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        return { eventLoop.execute { this.value.sender?.end(.failure(ChannelError.ioOnClosedChannel)) } }
    }

    /// Sends the rest of a body with what was made for it.
    func go(_ sender: AudioSender) {
        self.sender = sender
        sender.go()
    }

    /// The body has gone, or broke off: nothing may come after one that is not whole.
    func sent(isWhole: Bool) {
        sender = nil
        guard !isWhole, !isClosed else { return }
        handler.write(.rstStream(.cancel), on: id, context)
        handler.flush(context)
    }

    /// The stream has ended, on either side.
    func closed() {
        isClosed = true
        sender?.end(.failure(ChannelError.ioOnClosedChannel))
    }

    // MARK: The way of the rest

    var eventLoop: any EventLoop { context.eventLoop }
    var turns: LoopTurns { handler.turns }

    func sendNow(_ range: Range<Int64>, of recording: CachedRecording) -> Int? {
        guard unsentBytes == 0, handler.hasRoom else { return 0 }
        guard let bytes = recording.copyIfInMemory(range) else { return nil }
        write(piece: bytes)
        return range.count
    }

    func send(_ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>) {
        write(piece: bytes, promise)
    }
}
