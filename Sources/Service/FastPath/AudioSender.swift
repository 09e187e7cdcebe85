internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// Sends audio to one listener on the connection's event loop, as the socket takes it and as it comes, until its supply is over: no task runs for each
/// piece.
///
/// Bytes go from the system's memory to the socket, which copies them: sent by reference (`sendfile`) they cost about the same here, and took twice
/// the time. Touched on that event loop only.
final class AudioSender {
    /// Bytes that are sent before other connections have their turn.
    private static let maximumBytesInRow = 512 << 10

    private let supply: any AudioSupply
    private let files: OpenAudioFiles
    private let file: OpenAudioFiles.File
    private let handler: AudioFastPathHandler
    private let context: ChannelHandlerContext
    private let notes: AudioNotes
    /// A part of the file is waiting for the socket.
    private var isWriting = false
    /// Called once.
    private var whenDone: ((Result<Void, any Error>) -> Void)?

    /// - Parameters:
    ///   - supply: what is sent.
    ///   - file: where it lies; given back to `files` when nothing of it is being sent any more.
    ///   - files: the loop's.
    ///   - notes: told of each piece before it goes.
    ///   - handler: of the connection.
    ///   - context: the handler's.
    ///   - whenDone: told once, how it ended; not when the last byte has left the socket.
    init(
        _ supply: any AudioSupply,
        from file: OpenAudioFiles.File,
        of files: OpenAudioFiles,
        notes: AudioNotes,
        handler: AudioFastPathHandler,
        context: ChannelHandlerContext,
        whenDone: @escaping (Result<Void, any Error>) -> Void
    ) {
        self.supply = supply
        self.files = files
        self.file = file
        self.handler = handler
        self.context = context
        self.notes = notes
        self.whenDone = whenDone
    }

    /// Sends what there is; called again when there is more, or the socket has taken what it was given.
    func go() {
        var sentBytes = 0
        while whenDone != nil {
            switch supply.follow(whenNews: goLater()) {
            case .bytes(let range):
                // Before they go: what goes and is not noted would be worse than the reverse.
                notes.sent(range)
                let taken = handler.sendNow(range, of: supply.recording, context) ?? 0
                supply.followed(taken)
                guard taken == range.count else {
                    write((range.lowerBound + Int64(taken))..<range.upperBound)
                    return
                }
                sentBytes += taken
                guard sentBytes < Self.maximumBytesInRow else {
                    context.eventLoop.execute(goLater())
                    return
                }
            case .awaitsNews:
                return
            case .over, .mustWait:
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
            supply.followed(range.count)
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
        supply.stopFollowing()
        if !isWriting { files.done(with: file) }
        whenDone(outcome)
    }
}
