package import Foundation
package import Logging
internal import Recordings
internal import Storage
internal import Synchronization
package import Transport

/// The audio cache: recordings' bytes on disk, filled as they are listened to, many listeners to one fetch.
package final class SliceCache: Sendable {
    /// What is decided, and the work that was begun for it.
    struct State {
        var desk: CacheDesk
        /// By number, until they are over.
        var openings: [Int: PlannedTask<Outcome>] = [:]
        /// All other work, likewise.
        var tasks: [Int: PlannedTask<Void>] = [:]
    }

    typealias Outcome = Result<Opened, SliceCacheError>

    /// What an opening came to.
    enum Opened: Sendable {
        case recording(CachedRecording)
        /// Its size is known when all of it has come.
        case growing(GrowingAudio)
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
        var desk = CacheDesk(limits: limits)
        let rows = try await store.rows()
        let present = Set(files.all())
        for row in rows where present.contains(row.number) { desk.know(row) }
        let known = isRebuilt ? [] : Set(rows.map(\.number))
        let cache = SliceCache(
            desk: desk,
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
        desk: CacheDesk,
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
        state = Mutex(State(desk: desk))
    }

    // MARK: The desk

    /// Tells the desk of an event; what it answers is done by the caller, outside the lock.
    func ask<Answer: Sendable>(_ event: (inout CacheDesk) -> Answer) -> Answer {
        state.withLock { event(&$0.desk) }
    }

    /// Has the desk admit work, and begins it; the cache owns it until it is over.
    ///
    /// - Parameters:
    ///   - event: gives the work's number; `nil` when it is not to be done.
    ///   - work: what is done.
    /// - Returns: whether it was begun.
    @discardableResult
    func begin(_ event: (inout CacheDesk) -> Int?, _ work: @escaping @Sendable () async -> Void) -> Bool {
        let planned = state.withLock { state in
            event(&state.desk).map { number in
                let task = PlannedTask<Void>()
                state.tasks[number] = task
                return (number, task)
            }
        }
        guard let (number, task) = planned else { return false }
        task.begin { [self] in
            await work()
            state.withLock { $0.tasks[number] = nil }
        }
        return true
    }

    /// Gives up the work that the desk names.
    func cancel(_ event: (inout CacheDesk) -> [Int]) {
        let tasks = state.withLock { state in event(&state.desk).compactMap { state.tasks[$0] } }
        for task in tasks { task.cancel() }
    }

    var unixNow: Int64 { Int64(now().timeIntervalSince1970) }

    /// Ends all flights and waits for them; open readers get an error.
    package func shutDown() async {
        let (left, openings, tasks) = state.withLock { state in
            (state.desk.shutDown(), Array(state.openings.values), Array(state.tasks.values))
        }
        for recording in left.recordings { recording.end(.cancelled) }
        for opening in openings { opening.cancel() }
        for task in tasks { task.cancel() }
        await workEnds()
        try? await store.touch(left.uses)
        store.close()
    }

    /// Waits until no work is under way any more: no opening, no flight, nothing that is done behind.
    ///
    /// Whoever gives up waiting gives up the work.
    package func workEnds() async {
        while true {
            let (openings, tasks) = state.withLock { (Array($0.openings.values), Array($0.tasks.values)) }
            guard !openings.isEmpty || !tasks.isEmpty else { return }
            await withTaskCancellationHandler {
                for opening in openings { _ = await opening.value }
                for task in tasks { await task.value }
            } onCancel: {
                for opening in openings { opening.cancel() }
                for task in tasks { task.cancel() }
            }
        }
    }

    /// Whether the index can be used.
    package func check() async throws {
        try await store.check()
    }
}
