package import ByteRanges
internal import Synchronization

/// One version of one recording's audio: its file, what is known of each slice, and the flights and readers that meet there.
///
/// Every decision is taken in ``SliceMap`` and ``SliceFlights`` under one lock; files and network are never touched while it is held.
package final class CachedRecording: Sendable {
    /// What a reader does next.
    enum Look: Sendable {
        case read(Range<Int64>)
        case verify(slice: Int, checksum: UInt32)
        /// Start this flight, then wait.
        case fetch(SliceFlights.Flight)
        case wait
        /// The disk fails: read from the store without the file.
        case direct
    }

    fileprivate struct Waiter {
        let offset: Int64
        let continuation: CheckedContinuation<SliceCacheError?, Never>
    }

    fileprivate struct State {
        var map: SliceMap
        var flights: SliceFlights
        var waiters: [SliceFlights.ReaderID: Waiter] = [:]
        var holds: [SliceFlights.FlightID: CheckedContinuation<Void, Never>] = [:]
        var ending: SliceCacheError?
        var isStorageBroken: Bool
    }

    package let key: RecordingKey
    package let validator: AudioValidator
    /// Seconds since 1970 at which the first bytes came.
    package let createdAt: Int64
    /// The file's number in the index; `nil` when there is no file.
    let number: Int64?
    let file: (any SliceFile)?
    private let readBytes: Int64
    private let state: Mutex<State>

    init(
        key: RecordingKey,
        validator: AudioValidator,
        createdAt: Int64,
        number: Int64?,
        file: (any SliceFile)?,
        map: SliceMap,
        limits: SliceCacheLimits
    ) {
        self.key = key
        self.validator = validator
        self.createdAt = createdAt
        self.number = number
        self.file = file
        readBytes = limits.readBytes
        let flights = SliceFlights(
            limits: .init(
                joinBytes: max(limits.joinBytes, map.sliceBytes),
                readAheadBytes: limits.readAheadBytes,
                finishBytes: map.sliceBytes
            )
        )
        state = Mutex(State(map: map, flights: flights, isStorageBroken: file == nil))
    }

    /// What conditions and ranges are judged against.
    package var representation: Representation {
        Representation(
            sizeBytes: validator.sizeBytes,
            entityTag: validator.entityTag(for: key),
            lastModified: validator.lastModified
        )
    }

    /// The bytes of a slice.
    func range(of slice: Int) -> Range<Int64> { state.withLock { $0.map.range(of: slice) } }

    /// The bytes of complete slices.
    package var completeBytes: Int64 { state.withLock { $0.map.completeBytes } }

    /// Whether every byte of the range is in complete slices.
    package func covers(_ range: Range<Int64>) -> Bool { state.withLock { $0.map.covers(range) } }

    /// Whether this version was replaced or purged and must not be handed to new readers.
    var hasEnded: Bool { state.withLock { $0.ending != nil } }

    /// Whether readers or flights hold it.
    var isBusy: Bool { state.withLock { $0.flights.readerCount > 0 || $0.flights.flightCount > 0 } }
}

// MARK: - Readers

extension CachedRecording {
    func enter(_ range: Range<Int64>) -> SliceFlights.ReaderID {
        state.withLock { $0.flights.enter(range) }
    }

    /// A reader goes.
    ///
    /// - Returns: the flights that nobody follows any more.
    func leave(_ reader: SliceFlights.ReaderID) -> [SliceFlights.FlightID] {
        let (released, abandoned) = state.withLock { state in
            state.flights.leave(reader)
            return (state.releaseHolds(), state.flights.abandoned)
        }
        released.forEach { $0.resume() }
        return abandoned
    }

    /// What the reader at `offset` does next; decided afresh at each call.
    func look(_ reader: SliceFlights.ReaderID, at offset: Int64, end: Int64) throws(SliceCacheError) -> Look {
        let outcome: Result<Look, SliceCacheError> = state.withLock { state in
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
                return .success(.fetch(flight))
            }
        }
        return try outcome.get()
    }

    /// A reader has taken everything below `offset`; flights that held for it go on.
    func move(_ reader: SliceFlights.ReaderID, to offset: Int64) {
        let released = state.withLock { state in
            state.flights.move(reader, to: offset)
            return state.releaseHolds()
        }
        released.forEach { $0.resume() }
    }

    /// Waits until there is something new at `offset`: bytes, an end, or a flight's failure.
    func wait(_ reader: SliceFlights.ReaderID, at offset: Int64) async throws(SliceCacheError) {
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    let isMissing = state.map.reading(at: offset, limit: offset + 1) == .missing
                    guard isMissing, state.ending == nil, !state.isStorageBroken, !Task.isCancelled,
                        state.flights.hasFlight(towards: offset)
                    else { return true }
                    state.waiters[reader] = Waiter(offset: offset, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume(returning: Task.isCancelled ? .cancelled : nil) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: reader) }
            waiter?.continuation.resume(returning: .cancelled)
        }
        if let failure { throw failure }
    }

    /// Takes note of a slice that was compared with its checksum.
    func verified(_ slice: Int, isRight: Bool) {
        state.withLock { state in
            guard case .stored = state.map[slice] else { return }
            state.map.set(isRight ? .verified : .missing, of: slice)
        }
    }
}

// MARK: - Flights

extension CachedRecording {
    /// Takes note of a fetch that is under way already, and where in the file its bytes go.
    func begin(_ range: Range<Int64>) -> SliceFlights.Flight {
        state.withLock { $0.flights.start(range) }
    }

    func fill(at position: Int64) -> SliceFill {
        state.withLock { SliceFill(at: position, in: $0.map) }
    }

    /// Where the flight ends as things stand; `nil` when it should stop. Holds while it is far enough ahead of its readers.
    func course(of flight: SliceFlights.FlightID) async -> Int64? {
        while true {
            let (course, end) = state.withLock { ($0.flights.course(of: flight), $0.flights[flight]?.end) }
            switch course {
            case .proceed: return end
            case .stop: return nil
            case .hold: await hold(flight)
            }
            if Task.isCancelled { return nil }
        }
    }

    private func hold(_ flight: SliceFlights.FlightID) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let holds = state.withLock { state in
                    guard state.flights.course(of: flight) == .hold, !Task.isCancelled else { return false }
                    state.holds[flight] = continuation
                    return true
                }
                if !holds { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.holds.removeValue(forKey: flight) }?.resume()
        }
    }

    /// Bytes of the flight are in the file, up to `position`.
    func progress(_ flight: SliceFlights.FlightID, to position: Int64, steps: [SliceFill.Step]) {
        let waiters = state.withLock { state in
            for step in steps { state.map.set(step.standing, of: step.slice) }
            state.flights.progress(flight, to: position)
            return state.takeWaiters { $0.offset < position }
        }
        waiters.forEach { $0.continuation.resume(returning: nil) }
    }

    /// The flight is over; who waited for bytes that it did not bring looks again, or is told why.
    func end(_ flight: SliceFlights.FlightID, failure: SliceCacheError?) {
        let waiters = state.withLock { state in
            let ended = state.flights[flight]
            state.flights.end(flight)
            return state.takeWaiters { $0.offset >= ended?.start ?? 0 && $0.offset < ended?.end ?? 0 }
        }
        waiters.forEach { $0.continuation.resume(returning: failure) }
    }

    /// The file cannot be written or read any more: who needs more reads from the store directly.
    func storageBroke() {
        let waiters = state.withLock { state in
            state.isStorageBroken = true
            return state.takeWaiters { _ in true }
        }
        waiters.forEach { $0.continuation.resume(returning: nil) }
    }

    /// This version is over, for everyone.
    func end(_ reason: SliceCacheError) {
        let (waiters, holds) = state.withLock { state in
            state.ending = state.ending ?? reason
            defer { state.holds.removeAll() }
            return (state.takeWaiters { _ in true }, Array(state.holds.values))
        }
        waiters.forEach { $0.continuation.resume(returning: reason) }
        holds.forEach { $0.resume() }
    }
}

extension CachedRecording.State {
    fileprivate mutating func takeWaiters(where isDue: (CachedRecording.Waiter) -> Bool) -> [CachedRecording.Waiter] {
        let due = waiters.filter { isDue($0.value) }
        for reader in due.keys { waiters[reader] = nil }
        return Array(due.values)
    }

    fileprivate mutating func releaseHolds() -> [CheckedContinuation<Void, Never>] {
        guard !holds.isEmpty else { return [] }
        let released = holds.keys.filter { flights.course(of: $0) != .hold }
        return released.compactMap { holds.removeValue(forKey: $0) }
    }
}
