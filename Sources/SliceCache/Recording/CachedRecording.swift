package import ByteRanges
internal import Recordings
internal import Synchronization
internal import Transport

/// One version of one recording's audio: its file, what is known of each slice, and the flights and readers that meet there.
///
/// Its life, from the first reply that tells what it is to the last who holds it; ``CacheDesk`` decides what is of the whole, ``SliceFlights`` and
/// ``SliceMap`` what is of its bytes:
///
/// | state | event | what happens | then |
/// |---|---|---|---|
/// | unknown: nothing is kept | the store tells what it is | a file is made, the index is told, a flight begins to fill it | busy |
/// | known: in catalog and index, its file closed | a request | an opening reads its slices from the index | open |
/// | | the file is missing or the index fails | file and row are deleted, the store is asked anew | gone |
/// | open: the file is at hand, nobody is here | a reader comes | it reads what is there, and has flights begun for the rest | busy |
/// | | too many files are open, this one unused for longest | the catalog lets go of it, the file closes with the last reference | known |
/// | | too much is kept, or the disk needs room | out of the catalog, file and row are deleted | gone |
/// | busy: readers or flights are here | a reader comes to a missing byte | it waits for the flight towards it, or a flight is begun | busy |
/// | | a flight brings bytes | they are written, then marked; who waits for them is told | busy |
/// | | the last reader of a flight leaves | the flight is given up, unless little is left of it | busy |
/// | | a flight fails | who waits for its bytes is told why; where it was given up, they look again | busy |
/// | | the last reader and flight are gone | | open |
/// | | too much is kept, and nothing idle is left | out of the catalog, file and row are deleted | stray |
/// | any of these | the disk fails | who waits looks again, and reads on past the cache | broken |
/// | broken: nothing is written any more | the last reader leaves | the next request opens it anew | known |
/// | stray: used, but not in the catalog | the last who holds it leaves | the file closes, and the disk has its bytes back | gone |
/// | any | purge, expiry, or another version at the provider | readers are told why, flights stop, file and row are deleted | ended |
/// | ended: never handed out again | the last who holds it leaves | the file closes | gone |
///
/// Without a file, because the disk did not give one, it begins as broken and a stray, and goes with its last reader.
///
/// Every decision is taken under one lock; files and network are never touched while it is held.
package final class CachedRecording: Sendable {
    /// Who is told once of something new at an offset, or why nothing will come.
    struct Waiter {
        let offset: Int64
        let tell: @Sendable (SliceCacheError?) -> Void
    }

    struct State {
        var map: SliceMap
        var flights: SliceFlights
        var waiters: [SliceFlights.ReaderID: Waiter] = [:]
        /// Of the flights that were begun ahead of their reader.
        var hastes: [SliceFlights.FlightID: TransferHaste] = [:]
        /// Where the last good reply came from: as long as that serves, the provider need not be asked again.
        var location: AudioLocation?
        var ending: SliceCacheError?
        var isStorageBroken: Bool
        var shared = SharedPieces()
    }

    package let key: RecordingKey
    package let validator: AudioValidator
    /// Seconds since 1970 at which the first bytes came.
    package let createdAt: Int64
    /// The file's number in the index; `nil` when there is no file.
    package let number: Int64?
    let file: (any SliceFile)?
    let readBytes: Int64
    private let state: Mutex<State>

    package init(
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
                firstReadAheadBytes: limits.firstReadAheadSlices * map.sliceBytes,
                readAheadBytes: limits.readAheadBytes,
                fastReadAheadBytes: limits.fastReadAheadBytes,
                finishBytes: map.sliceBytes
            )
        )
        state = Mutex(State(map: map, flights: flights, isStorageBroken: file == nil))
    }

    /// Changes the state.
    func change<T: Sendable>(_ body: (inout State) -> T) -> T {
        state.withLock { body(&$0) }
    }

    /// Looks at the state without changing it.
    func observe<T: Sendable>(_ body: (State) -> T) -> T {
        state.withLock { body($0) }
    }

    /// What conditions and ranges are judged against.
    package var representation: Representation { validator.representation(for: key) }

    /// Where the checksum of each slice begins.
    var checksumSeed: UInt32 { observe { $0.map.checksumSeed } }

    /// The bytes of a slice.
    func range(of slice: Int) -> Range<Int64> { observe { $0.map.range(of: slice) } }

    /// The bytes of complete slices.
    package var completeBytes: Int64 { observe { $0.map.completeBytes } }

    /// Whether every byte of the range is in complete slices.
    package func covers(_ range: Range<Int64>) -> Bool { observe { $0.map.covers(range) } }

    /// The first byte of the range that is not in the file.
    func firstMissing(in range: Range<Int64>) -> Int64? { observe { $0.map.firstMissing(in: range) } }

    /// Why this version was given up, so that it must not be handed to new readers; `nil` while it is good.
    var ending: SliceCacheError? { observe { $0.ending } }

    /// Whether readers or flights hold it.
    var isBusy: Bool { observe { $0.isBusy } }

    /// Whether its file failed and nobody uses it, so that it is best opened anew.
    var isIdleAndBroken: Bool { observe { $0.isStorageBroken && !$0.isBusy } }

    /// The file cannot be written or read any more: who needs more reads from the store directly.
    ///
    /// - Returns: whether this is the first that is heard of it.
    func storageBroke() -> Bool {
        let (isFirst, waiters) = change { state in
            defer { state.isStorageBroken = true }
            return (!state.isStorageBroken, state.takeWaiters { _ in true })
        }
        waiters.forEach { $0.tell(nil) }
        return isFirst
    }

    /// This version is over, for everyone: readers are told why, flights stop.
    package func end(_ reason: SliceCacheError) {
        let waiters = change { state in
            state.ending = state.ending ?? reason
            return state.takeWaiters { _ in true }
        }
        waiters.forEach { $0.tell(reason) }
    }
}

extension CachedRecording.State {
    var isBusy: Bool { flights.readerCount > 0 || flights.flightCount > 0 }

    mutating func takeWaiters(where isDue: (CachedRecording.Waiter) -> Bool) -> [CachedRecording.Waiter] {
        let due = waiters.filter { isDue($0.value) }
        for reader in due.keys { waiters[reader] = nil }
        return Array(due.values)
    }
}
