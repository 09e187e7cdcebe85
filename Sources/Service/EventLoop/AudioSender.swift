internal import NIOCore
internal import NIOPosix
internal import SliceCache

/// Sends audio to one listener on the connection's event loop, as the connection takes it and as it comes, until its supply is over: no task runs for each
/// piece.
///
/// Bytes go from the system's memory on their way, to the socket, which copies them (record 0026), or to TLS. When that is full it is given a few, to tell when
/// it has taken them; a file is read beside the loop. Touched on that event loop only.
final class AudioSender {
    /// Bytes after which other connections have their turn.
    private static let maximumBytesInTurn = 256 << 10
    /// What waits in memory for a way that is full.
    private static let waitingBytes: Int64 = 4 << 10
    /// What is read at once of a file that is not in memory.
    private static let readBytes: Int64 = 64 << 10

    private let supply: any AudioSupply
    private let way: any AudioWay
    private let notes: AudioNotes
    /// Goes on past a file that broke; ends with the sender.
    private var task: Task<Void, Never>?
    /// Called once.
    private var whenDone: ((Result<Void, any Error>) -> Void)?

    /// - Parameters:
    ///   - supply: what is sent.
    ///   - notes: told of what goes.
    ///   - way: to the listener.
    ///   - whenDone: told once, how it ended; not when the last byte has left the socket.
    init(
        _ supply: any AudioSupply,
        notes: AudioNotes,
        way: any AudioWay,
        whenDone: @escaping (Result<Void, any Error>) -> Void
    ) {
        self.supply = supply
        self.way = way
        self.notes = notes
        self.whenDone = whenDone
    }

    /// Sends what there is; called again when there is more, or the connection has taken what it was given.
    func go() {
        var sentBytes = 0
        while whenDone != nil {
            switch supply.follow(whenNews: goWithNews()) {
            case .bytes(let next):
                let range = next.prefix(way.pieceBytes)
                guard notes.right.isHeld else { return end(.failure(PlaybackRight.Ended())) }
                guard let taken = way.sendNow(range, of: supply.recording) else {
                    return readFile(range)
                }
                // A write that fails ends the connection at once.
                guard whenDone != nil else { return }
                took(range.prefix(Int64(taken)))
                guard taken == range.count else { return wait(with: range.dropFirst(taken)) }
                sentBytes += taken
                guard sentBytes < Self.maximumBytesInTurn else { return goInTurn() }
            case .awaitsNews:
                return
            case .over, .mustWait:
                end(.success(()))
            }
        }
    }

    /// Goes on when others have had their turn.
    private func goInTurn() {
        way.turns.wait { self.go() }
    }

    private func goWithNews() -> @Sendable () -> Void {
        let this = NIOLoopBound(self, eventLoop: way.eventLoop)
        let eventLoop = way.eventLoop
        return { eventLoop.execute { this.value.go() } }
    }

    /// Takes note of bytes that the connection is given in the same turn of the loop.
    private func took(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        notes.sent(range)
        supply.followed(range.count)
    }

    /// The way is full: has a few bytes sent when it takes them.
    private func wait(with rest: Range<Int64>) {
        let part = rest.prefix(Self.waitingBytes)
        if let bytes = supply.recording.copyIfInMemory(part) { writeAndGoOn(bytes, part) } else { readFile(rest) }
    }

    /// Has bytes that are not in memory, or not in the file any more, read where the disk may be waited for.
    private func readFile(_ rest: Range<Int64>) {
        guard !supply.hasTask else { return end(.success(())) }
        let part = rest.prefix(Self.readBytes)
        let this = NIOLoopBound(self, eventLoop: way.eventLoop)
        NIOThreadPool.singleton.runIfActive(eventLoop: way.eventLoop) { [recording = supply.recording] in
            try recording.readFile(part, as: ByteBuffer.self)
        }
        .whenComplete { outcome in
            let sender = this.value
            switch outcome {
            case .success(let bytes):
                if sender.whenDone != nil { sender.writeAndGoOn(bytes, part) }
            case .failure(let error):
                if sender.whenDone != nil { sender.goOnPastFile(error) }
            }
        }
    }

    /// The file broke: a task fetches the rest.
    private func goOnPastFile(_ error: any Error) {
        let reader: AudioReader
        do {
            reader = try supply.readerPastFile(error)
        } catch {
            return end(.failure(error))
        }
        let this = NIOLoopBound(self, eventLoop: way.eventLoop)
        let eventLoop = way.eventLoop
        task = Task {
            let outcome: Result<Void, any Error>
            do {
                while let bytes = try await reader.next(as: ByteBuffer.self) {
                    let range = reader.offset - Int64(bytes.readableBytes)..<reader.offset
                    try await eventLoop.flatSubmit { this.value.write(bytes, range) }.get()
                }
                outcome = .success(())
            } catch {
                outcome = .failure(error)
            }
            eventLoop.execute { this.value.end(outcome) }
        }
    }

    /// Goes on once the connection has taken what was read of the file.
    private func writeAndGoOn(_ bytes: ByteBuffer, _ range: Range<Int64>) {
        let this = NIOLoopBound(self, eventLoop: way.eventLoop)
        write(bytes, range).whenComplete { outcome in
            switch outcome {
            // Not at once: this is called while NIO writes.
            case .success: this.value.goInTurn()
            case .failure: this.value.end(outcome)
            }
        }
    }

    /// Has bytes sent; done when the connection has taken them.
    private func write(_ bytes: ByteBuffer, _ range: Range<Int64>) -> EventLoopFuture<Void> {
        guard whenDone != nil else { return way.eventLoop.makeFailedFuture(ChannelError.ioOnClosedChannel) }
        guard notes.right.isHeld else { return way.eventLoop.makeFailedFuture(PlaybackRight.Ended()) }
        took(range)
        let written = way.eventLoop.makePromise(of: Void.self)
        way.send(bytes, written)
        return written.futureResult
    }

    /// Sends no more; once.
    func end(_ outcome: Result<Void, any Error>) {
        guard let whenDone else { return }
        self.whenDone = nil
        task?.cancel()
        supply.stopFollowing()
        whenDone(outcome)
    }
}

extension Range<Int64> {
    fileprivate func prefix(_ count: Int64) -> Self {
        lowerBound..<Swift.min(upperBound, lowerBound + count)
    }

    fileprivate func dropFirst(_ count: Int) -> Self {
        (lowerBound + Int64(count))..<upperBound
    }
}
