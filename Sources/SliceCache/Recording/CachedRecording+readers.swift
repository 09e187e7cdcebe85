internal import Transport

/// What readers do at a recording.
extension CachedRecording {
    /// What a reader does next.
    enum Look: Sendable {
        case read(Range<Int64>)
        case verify(slice: Int, checksum: UInt32)
        /// Start this flight, whose bytes go where the fill says, then wait.
        case fetch(SliceFlights.Flight, SliceFill)
        case wait
        /// The disk fails: read from the store without the file.
        case direct
    }

    /// A reader of `range` arrives.
    package func enter(_ range: Range<Int64>) -> SliceFlights.ReaderID {
        change { $0.flights.enter(range) }
    }

    /// A reader goes.
    ///
    /// - Returns: the flights that nobody follows any more.
    func leave(_ reader: SliceFlights.ReaderID) -> [SliceFlights.FlightID] {
        change { state in
            state.flights.leave(reader)
            if state.flights.readerCount < 2 { state.shared.removeAll() }
            return state.flights.abandoned
        }
    }

    /// A reader has taken everything below `offset`.
    func move(_ reader: SliceFlights.ReaderID, to offset: Int64) {
        change { $0.flights.move(reader, to: offset) }
    }

    /// Bytes that another reader has just read.
    func shared<Piece: AudioPiece>(_ range: Range<Int64>, as kind: Piece.Type) -> Piece? {
        observe { $0.shared.piece(range, as: kind) }
    }

    /// Lets others that follow the same flight have what was read.
    func share(_ piece: some AudioPiece, of range: Range<Int64>) {
        change { state in
            guard state.flights.readerCount > 1, state.flights.flightCount > 0 else { return }
            state.shared.add(piece, of: range)
        }
    }

    /// A flight to be started, and where its bytes go, because the reader will want them soon; `nil` when enough is on its way.
    func flightAhead(of reader: SliceFlights.ReaderID) -> (flight: SliceFlights.Flight, fill: SliceFill)? {
        change { state in
            guard state.ending == nil, !state.isStorageBroken, !state.map.isComplete,
                let flight = state.flights.flightAhead(of: reader, map: state.map)
            else { return nil }
            return (flight, SliceFill(at: flight.start, in: state.map))
        }
    }

    /// What the reader at `offset` does next; decided afresh at each call.
    func look(_ reader: SliceFlights.ReaderID, at offset: Int64, end: Int64) throws(SliceCacheError) -> Look {
        let outcome: Result<Look, SliceCacheError> = change { state in
            if let ending = state.ending { return .failure(ending) }
            switch state.map.reading(at: offset, limit: min(end, offset + readBytes)) {
            case .available(let range):
                return .success(.read(range))
            case .unverified(let slice):
                guard case .stored(let checksum) = state.map[slice] else { return .success(.wait) }
                return .success(.verify(slice: slice, checksum: checksum))
            case .missing where state.isStorageBroken:
                return .success(.direct)
            case .missing:
                guard let flight = state.flights.flightNeeded(by: reader, map: state.map) else {
                    return .success(.wait)
                }
                return .success(.fetch(flight, SliceFill(at: flight.start, in: state.map)))
            }
        }
        return try outcome.get()
    }

    /// Whether the store is sending bytes of the recording.
    var isBeingServed: Bool { observe { $0.flights.isBeingServed } }

    /// Whether the byte at `offset` is coming, by a flight that the store answered.
    func isComing(_ offset: Int64) -> Bool { observe { $0.flights.isComing(offset) } }

    /// Waits until there is something new at `offset`: bytes, an end, or a flight's failure.
    func wait(_ reader: SliceFlights.ReaderID, at offset: Int64) async throws(SliceCacheError) {
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<SliceCacheError?, Never>) in
                let waits = awaitNews(reader, at: offset) { continuation.resume(returning: $0) }
                if !waits {
                    continuation.resume(returning: Task.isCancelled ? .cancelled : nil)
                } else if Task.isCancelled {
                    // The cancellation may have come before there was anything to take back.
                    stopWaiting(reader)?.tell(.cancelled)
                }
            }
        } onCancel: {
            stopWaiting(reader)?.tell(.cancelled)
        }
        if let failure { throw failure }
    }

    /// Has a reader told, once, of something new at `offset`: bytes, an end, or a flight's failure.
    ///
    /// - Returns: `false` when there is something already, or nothing on its way; then it is not told.
    func awaitNews(
        _ reader: SliceFlights.ReaderID,
        at offset: Int64,
        tell: @escaping @Sendable (SliceCacheError?) -> Void
    ) -> Bool {
        let (waits, haste) = change { state in
            guard state.map.reading(at: offset, limit: offset + 1) == .missing, state.ending == nil,
                !state.isStorageBroken, let flight = state.flights.flight(towards: offset),
                state.flights.mayWait(reader)
            else { return (false, nil as TransferHaste?) }
            state.waiters[reader] = Waiter(offset: offset, tell: tell)
            return (true, state.hastes.removeValue(forKey: flight.id))
        }
        haste?.hurry()
        return waits
    }

    /// A reader is told to wait: whether it is to be reminded every while that its flight may be too slow.
    func beginsFarWait(_ reader: SliceFlights.ReaderID) -> Bool {
        change { $0.flights.beginsFarWait(reader) }
    }

    /// A while has passed for a reader that waits at `offset`; one that has waited long enough looks again.
    ///
    /// - Returns: whether it waits on.
    func waitsOn(_ reader: SliceFlights.ReaderID, at offset: Int64) -> Bool {
        let (waitsOn, waiter) = change { state in
            let waitsOn = state.flights.waitsOn(reader, at: offset)
            let isDue = !waitsOn && state.waiters[reader]?.offset == offset && !state.flights.mayWait(reader)
            return (waitsOn, isDue ? state.waiters.removeValue(forKey: reader) : nil)
        }
        waiter?.tell(nil)
        return waitsOn
    }

    /// Takes a waiting reader out, if it still waits.
    @discardableResult
    func stopWaiting(_ reader: SliceFlights.ReaderID) -> Waiter? {
        change { $0.waiters.removeValue(forKey: reader) }
    }

    /// Takes note of a slice that was compared with its checksum.
    ///
    /// - Returns: whether it was not known before.
    func verified(_ slice: Int, isRight: Bool) -> Bool {
        change { state in
            guard case .stored = state.map[slice] else { return false }
            state.map.set(isRight ? .verified : .missing, of: slice)
            return true
        }
    }
}
