package import Foundation
package import Logging
package import Recordings
internal import Synchronization
package import Transport

/// The audio cache: recordings' bytes on disk, filled as they are listened to, many listeners to one fetch.
package final class SliceCache: Sendable {
    private struct State {
        var catalog = SliceCatalog()
        /// Recordings of which nothing is known yet, being asked for the first time.
        var openings: [RecordingKey: Task<CachedRecording, any Error>] = [:]
        var flights: [FlightKey: Task<Void, Never>] = [:]
        var readers = 0
        var isShutDown = false
    }

    private struct FlightKey: Hashable {
        let recording: ObjectIdentifier
        let flight: SliceFlights.FlightID
    }

    package let limits: SliceCacheLimits
    package let counters = SliceCacheCounters()
    private let files: any SliceFiles
    private let store: SliceStore
    private let client: HTTPClient
    private let transferLimits: TransferLimits
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let state: Mutex<State>

    /// Opens the cache in `folder`: `index.sqlite`, and the audio below `audio`.
    ///
    /// What the index does not know is deleted from the disk, and what the disk does not have is forgotten when it is first read.
    ///
    /// - Parameters:
    ///   - folder: where to keep everything; it must exist.
    ///   - limits: every limit.
    ///   - client: for the audio stores.
    ///   - transferLimits: how long a store may take.
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
        files: (any SliceFiles)? = nil,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws -> SliceCache {
        let files = try files ?? DiskSliceFiles(folder: folder + "/audio")
        let (store, isRebuilt) = try SliceStore.open(folder: folder, logger: logger)
        var catalog = SliceCatalog()
        let rows = try await store.rows()
        for row in rows { catalog.add(row, recording: nil) }
        let known = isRebuilt ? [] : Set(rows.map(\.number))
        for number in files.all() where !known.contains(number) { files.remove(number) }
        return SliceCache(
            catalog: catalog,
            limits: limits,
            client: client,
            transferLimits: transferLimits,
            files: files,
            store: store,
            logger: logger,
            now: now
        )
    }

    private init(
        catalog: SliceCatalog,
        limits: SliceCacheLimits,
        client: HTTPClient,
        transferLimits: TransferLimits,
        files: any SliceFiles,
        store: SliceStore,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.limits = limits
        self.client = client
        self.transferLimits = transferLimits
        self.files = files
        self.store = store
        self.logger = logger
        self.now = now
        state = Mutex(State(catalog: catalog))
    }

    private var unixNow: Int64 { Int64(now().timeIntervalSince1970) }

    /// Ends all flights and waits for them; open readers get an error.
    package func shutDown() async {
        let (tasks, openings, uses) = state.withLock { state in
            state.isShutDown = true
            return (Array(state.flights.values), Array(state.openings.values), state.catalog.takeFreshUses())
        }
        for task in tasks { task.cancel() }
        for opening in openings { opening.cancel() }
        for opening in openings { _ = try? await opening.value }
        for task in tasks { await task.value }
        try? await store.touch(uses)
        store.close()
    }

    /// Whether the index can be used.
    package func check() async throws {
        try await store.check()
    }
}

// MARK: - Opening

extension SliceCache {
    /// Visits a recording's audio: from the cache, or asking its origin for the first time.
    ///
    /// - Parameters:
    ///   - key: which recording.
    ///   - origin: where it lies.
    ///   - first: what the listener will want, so that the first request upstream brings it.
    /// - Returns: the recording, kept from being given up while the visit lasts.
    /// - Throws: why it cannot be had, before any byte.
    package func visit(
        _ key: RecordingKey,
        origin: any AudioOrigin,
        first: UpstreamRange
    ) async throws(SliceCacheError) -> AudioVisit {
        let recording = try await recording(key, origin: origin, first: first)
        let source = source(origin)
        return AudioVisit(recording: recording, cache: self, source: source, first: first)
    }

    private func source(_ origin: any AudioOrigin) -> AudioSource {
        AudioSource(
            origin: origin,
            client: client,
            transferLimits: transferLimits,
            counters: counters,
            logger: logger
        )
    }

    private func recording(
        _ key: RecordingKey,
        origin: any AudioOrigin,
        first: UpstreamRange
    ) async throws(SliceCacheError) -> CachedRecording {
        let now = unixNow
        if let item = state.withLock({ $0.catalog[key] }), let expiresAt = item.row.expiresAt, expiresAt <= now {
            await purge { $0 == key }
            throw .expired
        }
        let opening: Result<Task<CachedRecording, any Error>, SliceCacheError>? = state.withLock { state in
            guard !state.isShutDown else { return .failure(.cancelled) }
            if let recording = state.catalog[key]?.recording, !recording.hasEnded { return nil }
            if let opening = state.openings[key] { return .success(opening) }
            let opening = Task { try await open(key, source: source(origin), first: first) }
            state.openings[key] = opening
            return .success(opening)
        }
        guard let opening else {
            state.withLock { $0.catalog.touch(key, now: now) }
            guard let recording = state.withLock({ $0.catalog[key]?.recording }) else {
                return try await self.recording(key, origin: origin, first: first)
            }
            return recording
        }
        do {
            return try await opening.get().value
        } catch let error as SliceCacheError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    private func open(_ key: RecordingKey, source: AudioSource, first: UpstreamRange) async throws -> CachedRecording {
        defer { state.withLock { $0.openings[key] = nil } }
        if let item = state.withLock({ $0.catalog[key] }), item.recording?.hasEnded != true {
            if let recording = await reopen(item.row) { return recording }
            await purge { $0 == key }
        }
        var fetcher = SliceFetcher(source: source, limits: limits, expected: nil)
        let validator = try await firstReply(&fetcher, first: first)
        if let expiresAt = fetcher.expiryTime, expiresAt <= unixNow { throw SliceCacheError.expired }
        let recording = await create(key, validator: validator, expiresAt: fetcher.expiryTime)
        // A first reply that begins inside a slice serves from the next one on.
        let sliceBytes = limits.sliceBytes
        let start = (fetcher.position + sliceBytes - 1) / sliceBytes * sliceBytes
        let end = fetcher.end
        if start < end {
            fetcher.skip(to: start)
            try launch(recording.begin(start..<end), of: recording, source: source, fetcher: fetcher)
        }
        return recording
    }

    /// The first reply tells everything about the recording; where what was asked does not exist, the beginning does it, and of an empty
    /// recording the whole.
    private func firstReply(_ fetcher: inout SliceFetcher, first: UpstreamRange) async throws -> AudioValidator {
        for range in [first, .bytes(0..<limits.sliceBytes), .whole] {
            if case .body(let validator) = try await fetcher.open(range) { return validator }
        }
        throw SliceCacheError.storeRefused
    }

    private func create(_ key: RecordingKey, validator: AudioValidator, expiresAt: Int64?) async -> CachedRecording {
        let now = unixNow
        var number: Int64?
        var file: (any SliceFile)?
        do {
            let inserted = try await store.insert(
                key,
                validator: validator,
                sliceBytes: limits.sliceBytes,
                now: now,
                expiresAt: expiresAt
            )
            number = inserted
            file = try files.open(inserted)
        } catch {
            storageFailed(error)
        }
        let recording = CachedRecording(
            key: key,
            validator: validator,
            createdAt: now,
            number: number,
            file: file,
            map: SliceMap(sizeBytes: validator.sizeBytes, sliceBytes: limits.sliceBytes),
            limits: limits
        )
        guard let number, file != nil else { return recording }
        let row = SliceStore.Row(
            number: number,
            key: key,
            validator: validator,
            sliceBytes: limits.sliceBytes,
            createdAt: now,
            lastUsedAt: now,
            expiresAt: expiresAt,
            storedBytes: 0
        )
        let replaced = state.withLock { state in
            let replaced = state.catalog.remove(key)
            state.catalog.add(row, recording: recording)
            state.catalog.closeIdle(maximumOpen: limits.maximumOpenRecordings)
            return replaced
        }
        if let replaced { files.remove(replaced.row.number) }
        return recording
    }

    /// Opens what the index knows; `nil` when disk or index fail.
    private func reopen(_ row: SliceStore.Row) async -> CachedRecording? {
        do {
            let slices = try await store.slices(of: row.number)
            var map = SliceMap(sizeBytes: row.validator.sizeBytes, sliceBytes: row.sliceBytes)
            for slice in slices where slice.index < map.sliceCount {
                map.set(.stored(checksum: slice.checksum), of: slice.index)
            }
            let recording = CachedRecording(
                key: row.key,
                validator: row.validator,
                createdAt: row.createdAt,
                number: row.number,
                file: try files.open(row.number),
                map: map,
                limits: limits
            )
            return state.withLock { state in
                guard state.catalog[row.key]?.row.number == row.number else { return nil }
                state.catalog.opened(row.key, as: recording)
                state.catalog.touch(row.key, now: unixNow)
                state.catalog.closeIdle(maximumOpen: limits.maximumOpenRecordings)
                return recording
            }
        } catch {
            storageFailed(error)
            return nil
        }
    }
}

// MARK: - Readers and flights

extension SliceCache {
    func enter() throws(SliceCacheError) {
        let isRoom = state.withLock { state in
            guard state.readers < limits.maximumReaders, !state.isShutDown else { return false }
            state.readers += 1
            return true
        }
        if !isRoom { throw .overloaded }
    }

    func leave() {
        state.withLock { $0.readers -= 1 }
    }

    /// Cancels flights that nobody follows any more.
    func abandon(_ flights: [SliceFlights.FlightID], of recording: CachedRecording) {
        guard !flights.isEmpty else { return }
        let tasks = state.withLock { state in
            flights.compactMap { state.flights[FlightKey(recording: ObjectIdentifier(recording), flight: $0)] }
        }
        for task in tasks { task.cancel() }
    }

    /// Sets a flight going; the task is owned by the cache until it ends.
    func launch(
        _ flight: SliceFlights.Flight,
        of recording: CachedRecording,
        source: AudioSource,
        fetcher: SliceFetcher? = nil
    ) throws(SliceCacheError) {
        let key = FlightKey(recording: ObjectIdentifier(recording), flight: flight.id)
        let isLaunched = state.withLock { state in
            guard state.flights.count < limits.maximumFlights, !state.isShutDown else { return false }
            state.flights[key] = Task {
                await fly(flight, of: recording, source: source, fetcher: fetcher)
                self.state.withLock { $0.flights[key] = nil }
            }
            return true
        }
        guard isLaunched else {
            recording.end(flight.id, failure: .overloaded)
            throw .overloaded
        }
    }

    private func fly(
        _ flight: SliceFlights.Flight,
        of recording: CachedRecording,
        source: AudioSource,
        fetcher: SliceFetcher?
    ) async {
        var failure: SliceCacheError?
        var landed: [SliceStore.Slice] = []
        do throws(SliceCacheError) {
            var opened = fetcher ?? SliceFetcher(source: source, limits: limits, expected: recording.validator)
            if fetcher == nil {
                guard case .body = try await opened.open(.bytes(flight.start..<flight.end)) else { throw .storeRefused }
            }
            var fill = recording.fill(at: flight.start)
            while let end = await recording.course(of: flight.id) {
                opened.cut(to: end)
                guard let bytes = try await opened.next(), write(bytes, at: fill.position, of: recording) else { break }
                let steps = fill.wrote(bytes)
                recording.progress(flight.id, to: fill.position, steps: steps)
                landed += steps.compactMap { step in step.checksum.map { .init(index: step.slice, checksum: $0) } }
                if landed.count >= limits.slicesPerIndexWrite { await note(&landed, of: recording) }
            }
        } catch {
            failure = error
        }
        await note(&landed, of: recording)
        if failure == .changed { await replace(recording) }
        recording.end(flight.id, failure: failure)
        await evict()
    }

    private func write(_ bytes: ArraySlice<UInt8>, at offset: Int64, of recording: CachedRecording) -> Bool {
        do {
            guard let file = recording.file else { return false }
            try file.write(bytes, at: offset)
            return true
        } catch {
            storageFailed(error)
            recording.storageBroke()
            return false
        }
    }

    /// Compares a slice with its checksum, before its first serve since the start.
    func verify(_ slice: Int, range: Range<Int64>, checksum: UInt32, of recording: CachedRecording) async {
        var sum = CRC32C()
        var isRight = false
        if let bytes = try? recording.file?.read(range) {
            sum.add(bytes)
            isRight = sum.value == checksum
        }
        recording.verified(slice, isRight: isRight)
        guard !isRight, let number = recording.number else { return }
        logger.warning("cached slice damaged, dropped", metadata: ["slice": "\(slice)", "file": "\(number)"])
        state.withLock { $0.catalog.count(-Int64(range.count), of: recording.key, number: number) }
        try? await store.drop(slice: slice, of: number)
    }

    private func note(_ slices: inout [SliceStore.Slice], of recording: CachedRecording) async {
        guard !slices.isEmpty, let number = recording.number else { return }
        let noted = slices
        slices = []
        let bytes = noted.reduce(0) { $0 + Int64(recording.range(of: $1.index).count) }
        state.withLock { $0.catalog.count(bytes, of: recording.key, number: number) }
        do {
            try await store.note(noted, of: number)
        } catch {
            storageFailed(error)
        }
    }

    /// Counts a failure of the disk, and logs the first of its kind for a recording's sake.
    func storageFailed(_ error: any Error) {
        counters.storageFailed()
        let reason = (error as? SliceFileError)?.reason ?? "indexFailed"
        logger.error("audio cannot be kept, streamed uncached", metadata: ["reason": "\(reason)"])
    }
}

// MARK: - Letting go

extension SliceCache {
    /// Deletes the audio of every recording that `isMeant` picks; who is reading it gets an error.
    ///
    /// - Returns: how many recordings were deleted.
    @discardableResult
    package func purge(where isMeant: @Sendable (RecordingKey) -> Bool) async -> Int {
        let items = state.withLock { $0.catalog.purge(where: isMeant) }
        for item in items { item.recording?.end(.purged) }
        await delete(items)
        return items.count
    }

    /// A version was replaced at the provider.
    private func replace(_ recording: CachedRecording) async {
        recording.end(.changed)
        let item = state.withLock { state in
            state.catalog[recording.key]?.row.number == recording.number ? state.catalog.remove(recording.key) : nil
        }
        await delete(item.map { [$0] } ?? [])
    }

    /// Keeps the bytes on disk within the limit; files in use stay readable for those who have them open.
    private func evict() async {
        let items = state.withLock { $0.catalog.evict(maximumBytes: limits.maximumBytes) }
        await delete(items)
        let uses = state.withLock { $0.catalog.takeFreshUses() }
        if !uses.isEmpty { try? await store.touch(uses) }
    }

    private func delete(_ items: [SliceCatalog.Item]) async {
        guard !items.isEmpty else { return }
        for item in items { files.remove(item.row.number) }
        do {
            try await store.delete(items.map(\.row.number))
        } catch {
            storageFailed(error)
        }
    }
}

// MARK: - Looking

extension SliceCache {
    /// How much of a recording is here.
    package struct Standing: Sendable, Hashable {
        package let sizeBytes: Int64
        package let cachedBytes: Int64
        package let contentType: String
    }

    /// How much of everything is here.
    package struct Totals: Sendable, Hashable {
        package let recordings: Int
        package let storedBytes: Int64
        package let openRecordings: Int
        package let flights: Int
        package let readers: Int
    }

    /// What is here of a recording, without touching it; `nil` when nothing is.
    package func standing(of key: RecordingKey) -> Standing? {
        guard let item = state.withLock({ $0.catalog[key] }) else { return nil }
        return Standing(
            sizeBytes: item.row.validator.sizeBytes,
            cachedBytes: item.recording?.completeBytes ?? item.storedBytes,
            contentType: item.row.validator.contentType
        )
    }

    package var totals: Totals {
        state.withLock { state in
            Totals(
                recordings: state.catalog.items.count,
                storedBytes: state.catalog.storedBytes,
                openRecordings: state.catalog.items.values.count { $0.recording != nil },
                flights: state.flights.count,
                readers: state.readers
            )
        }
    }
}
