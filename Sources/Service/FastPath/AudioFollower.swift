internal import NIOCore
internal import SliceCache

/// Sends audio to one listener as fetches bring it, on the connection's event loop, up to the last piece or until something must be waited for: no
/// task runs for each piece, and none but the beginning of what a full socket leaves is copied on its way.
///
/// Touched on that event loop only.
final class AudioFollower {
    /// Pieces sent one after the other before other connections have their turn.
    private static let maximumPiecesInRow = 8
    /// What NIO is given when the socket is full, to tell when it is not.
    private static let waitingBytes: Int64 = 4 << 10

    private let reader: AudioReader
    private let handler: AudioFastPathHandler
    private let context: ChannelHandlerContext
    private let sending: AudioSending
    /// Called once.
    private var whenDone: ((Result<Void, any Error>) -> Void)?

    init(
        _ reader: AudioReader,
        sending: AudioSending,
        handler: AudioFastPathHandler,
        context: ChannelHandlerContext,
        whenDone: @escaping (Result<Void, any Error>) -> Void
    ) {
        self.reader = reader
        self.handler = handler
        self.context = context
        self.sending = sending
        self.whenDone = whenDone
    }

    /// Sends what there is; called again when there is more, or the socket has taken what it was given.
    func go() {
        var pieces = 0
        while whenDone != nil {
            switch reader.follow(whenNews: goLater()) {
            case .bytes(let range):
                let taken = Int64(handler.sendNow(range, of: reader.recording, context) ?? 0)
                if taken > 0 { give(range.lowerBound..<range.lowerBound + taken) }
                guard range.lowerBound + taken == range.upperBound else {
                    return write(range.lowerBound + taken..<range.upperBound)
                }
                pieces += 1
                guard pieces < Self.maximumPiecesInRow else { return context.eventLoop.execute(goLater()) }
            case .awaitsNews:
                return
            case .lastPiece, .mustWait:
                end(.success(()))
            }
        }
    }

    private func goLater() -> @Sendable () -> Void {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        return { eventLoop.execute { this.value.go() } }
    }

    /// Takes note of bytes that the connection is given in the same turn of the loop.
    private func give(_ range: Range<Int64>) {
        sending.sent(range)
        reader.followed(range.count)
    }

    /// Has a few bytes sent when the socket takes them; what is not in memory, or not in the file any more, is the task's, which can wait for it.
    private func write(_ rest: Range<Int64>) {
        let part = rest.lowerBound..<min(rest.upperBound, rest.lowerBound + Self.waitingBytes)
        var bytes = ByteBufferAllocator().buffer(capacity: part.count)
        let copied = bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: part.count) { room in
            let target = UnsafeMutableRawBufferPointer(rebasing: room.prefix(part.count))
            return reader.recording.copyIfInMemory(part, to: target) ? part.count : 0
        }
        guard copied == part.count else { return end(.success(())) }
        give(part)
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { outcome in
            switch outcome {
            // Not at once: this is called while NIO writes, and others have their turn.
            case .success: this.value.goLater()()
            case .failure: this.value.end(outcome)
            }
        }
        handler.send(bytes, context, written)
    }

    /// Sends no more; once.
    func end(_ outcome: Result<Void, any Error>) {
        guard let whenDone else { return }
        self.whenDone = nil
        reader.stopFollowing()
        whenDone(outcome)
    }
}
