internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// Sends audio to one listener as fetches bring it, on the connection's event loop, up to the last piece or until something must be waited for: no
/// task runs for each piece, and none is copied on its way.
///
/// Touched on that event loop only.
final class AudioFollower {
    /// Pieces sent one after the other before other connections have their turn.
    private static let maximumPiecesInRow = 8

    private let reader: AudioReader
    private let files: OpenAudioFiles
    private let file: OpenAudioFiles.File
    private let handler: AudioFastPathHandler
    private let context: ChannelHandlerContext
    private let sending: AudioSending
    /// A part of the file is waiting for the socket.
    private var isWriting = false
    /// Called once.
    private var whenDone: ((Result<Void, any Error>) -> Void)?

    /// - Returns: `nil` when the file cannot be had.
    init?(
        _ reader: AudioReader,
        sending: AudioSending,
        files: OpenAudioFiles,
        handler: AudioFastPathHandler,
        context: ChannelHandlerContext,
        whenDone: @escaping (Result<Void, any Error>) -> Void
    ) {
        guard let file = files.file(of: reader.recording) else { return nil }
        self.reader = reader
        self.files = files
        self.file = file
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
                // Before they go: what goes and is not noted would be worse than the reverse.
                sending.sent(range)
                let taken = handler.sendNow(range, of: reader.recording, context) ?? 0
                reader.followed(taken)
                guard taken == range.count else {
                    write((range.lowerBound + Int64(taken))..<range.upperBound)
                    return
                }
                pieces += 1
                guard pieces < Self.maximumPiecesInRow else {
                    context.eventLoop.execute(goLater())
                    return
                }
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

    /// Has the rest of a piece sent when the socket takes it.
    private func write(_ range: Range<Int64>) {
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { this.value.written(range, $0) }
        isWriting = true
        handler.send(file.region(range), context, written)
    }

    private func written(_ range: Range<Int64>, _ outcome: Result<Void, any Error>) {
        isWriting = false
        guard whenDone != nil else { return files.done(with: file) }
        switch outcome {
        case .success:
            reader.followed(range.count)
            // Not at once: this is called while NIO writes, and others have their turn.
            context.eventLoop.execute(goLater())
        case .failure:
            end(outcome)
        }
    }

    /// Sends no more; once.
    func end(_ outcome: Result<Void, any Error>) {
        guard let whenDone else { return }
        self.whenDone = nil
        reader.stopFollowing()
        if !isWriting { files.done(with: file) }
        whenDone(outcome)
    }
}
