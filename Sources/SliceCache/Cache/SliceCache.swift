package import Foundation
package import Logging
internal import Recordings
internal import Storage
internal import Synchronization
package import Transport

/// The audio cache: recordings' bytes on disk, filled as they are listened to, many listeners to one fetch.
package final class SliceCache: Sendable {
    struct State {
        var catalog = SliceCatalog()
        /// Recordings that are used but not in the catalog, because the disk failed or they were evicted.
        var strays = StrayRecordings()
        /// Recordings that are being asked for the first time, or read from the index.
        var openings: [RecordingKey: Opening] = [:]
        /// Recordings that come without their size.
        var growths: [RecordingKey: Growth] = [:]
        var absences = AbsentRecordings()
        var flights: [FlightKey: ActiveFlight] = [:]
        /// Out of the catalog, and to be deleted; and who does it.
        var removals = PendingRemovals()
        var remover: Task<Void, Never>?
        /// Of readers who wait far from their flights.
        var reminders: [Int: Task<Void, Never>] = [:]
        var lastReminder = 0
        var readers = 0
        var lastNumber = 0
        /// Seconds since 1970.
        var lastSweepAt: Int64 = 0
        var isShutDown = false
    }

    /// An opening under way, and how many still wait for it.
    struct Opening {
        let number: Int
        let task: Task<Result<Opened, SliceCacheError>, Never>
        var callers: Int
    }

    /// What an opening came to.
    enum Opened: Sendable {
        case recording(CachedRecording)
        /// Its size is known when all of it has come.
        case growing(GrowingAudio)
    }

    /// Audio that comes without its size, and who brings it.
    struct Growth {
        let audio: GrowingAudio
        let task: Task<Void, Never>
    }

    struct FlightKey: Hashable {
        let recording: ObjectIdentifier
        let flight: SliceFlights.FlightID
    }

    struct ActiveFlight {
        let recording: CachedRecording
        let task: Task<Void, Never>
    }

    package let limits: SliceCacheLimits
    package let counters = SliceCacheCounters()
    let files: any SliceFiles
    let store: SliceStore
    let client: HTTPClient
    let transferLimits: TransferLimits
    let pace: Pace
    let logger: Logger
    let now: @Sendable () -> Date
    let state: Mutex<State>
    let space = Mutex(FreeSpace())
    /// Whether what audio frees is room for the data directory.
    let sharesDisk: Bool

    /// Opens the cache in `folder`: `index.sqlite`, and the audio below `audio`.
    ///
    /// What the index does not know is deleted from the disk, and what the disk does not have is forgotten. Deleting more than a few goes on behind. Nobody else
    /// may have the folder open.
    ///
    /// - Parameters:
    ///   - folder: where to keep everything; it must exist.
    ///   - limits: every limit.
    ///   - client: for the audio stores.
    ///   - transferLimits: how long a store may take.
    ///   - pace: what is waited by for stores that are busy.
    ///   - files: another disk than the folder's, for tests.
    ///   - logger: for what goes wrong.
    ///   - now: the clock.
    /// - Returns: the cache, ready.
    /// - Throws: when the folder cannot be used at all.
    package static func open(
        folder: String,
        limits: SliceCacheLimits,
        client: HTTPClient,
        transferLimits: TransferLimits = TransferLimits(),
        pace: Pace = .continuous(),
        files: (any SliceFiles)? = nil,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> SliceCache {
        let files = try files ?? DiskSliceFiles(folder: folder + "/" + DataDirectoryLock.audioFolder)
        let (store, isRebuilt) = try SliceStore.open(folder: folder, logger: logger)
        var catalog = SliceCatalog()
        let rows = try await store.rows()
        let present = Set(files.all())
        for row in rows where present.contains(row.number) { catalog.add(row, recording: nil) }
        let known = isRebuilt ? [] : Set(rows.map(\.number))
        let cache = SliceCache(
            catalog: catalog,
            limits: limits,
            client: client,
            transferLimits: transferLimits,
            pace: pace,
            files: files,
            store: store,
            sharesDisk: DiskSpace.isShared(folder, folder + "/" + DataDirectoryLock.audioFolder),
            logger: logger,
            now: now
        )
        let lost = known.subtracting(present)
        if !lost.isEmpty { store.forget(Array(lost)) { cache.storageFailed($0) } }
        if let highest = present.max() { store.skipNumbers(to: highest) }
        await cache.remove(
            present.subtracting(known).map { PendingRemovals.Removal(number: $0, key: nil, storedBytes: 0) }
        )
        await cache.tidy()
        return cache
    }

    private init(
        catalog: SliceCatalog,
        limits: SliceCacheLimits,
        client: HTTPClient,
        transferLimits: TransferLimits,
        pace: Pace,
        files: any SliceFiles,
        store: SliceStore,
        sharesDisk: Bool,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.limits = limits
        self.client = client
        self.transferLimits = transferLimits
        self.pace = pace
        self.files = files
        self.store = store
        self.sharesDisk = sharesDisk
        self.logger = logger
        self.now = now
        state = Mutex(State(catalog: catalog))
    }

    var unixNow: Int64 { Int64(now().timeIntervalSince1970) }

    /// Ends all flights and waits for them; open readers get an error.
    package func shutDown() async {
        let (flights, reminders, openings, growths, recordings, uses, remover) = state.withLock { state in
            state.isShutDown = true
            return (
                Array(state.flights.values), Array(state.reminders.values), Array(state.openings.values),
                Array(state.growths.values),
                state.catalog.items.values.compactMap(\.recording) + state.strays.all, state.catalog.takeFreshUses(),
                state.remover
            )
        }
        for recording in recordings { recording.end(.cancelled) }
        for flight in flights { flight.task.cancel() }
        for reminder in reminders { reminder.cancel() }
        for opening in openings { opening.task.cancel() }
        for growth in growths { growth.task.cancel() }
        for opening in openings { _ = await opening.task.value }
        for growth in growths { await growth.task.value }
        for flight in flights { await flight.task.value }
        remover?.cancel()
        await remover?.value
        for reminder in reminders { await reminder.value }
        try? await store.touch(uses)
        store.close()
    }

    /// Whether the index can be used.
    package func check() async throws {
        try await store.check()
    }
}
