internal import Recordings

/// What is kept, and what goes when there is too much of it or the provider has forgotten it: of what is idle the least recently used goes first, of
/// several the version that was begun first.
extension CacheDesk {
    /// What follows from a new version.
    package struct Enlisting: Sendable {
        /// Whether it is still wanted; it may have been purged or given up meanwhile.
        package var isWanted = false
        /// Another version of the same recording, whose file is to be deleted.
        package var replaced: SliceCatalog.Item?
        /// Files that are to be closed, by letting go of these.
        package var closed: [CachedRecording] = []
    }

    /// An opening made a new version: into the catalog with it, or among the strays when it has no file.
    package mutating func enlist(
        _ recording: CachedRecording,
        as row: SliceStore.Row?,
        opening: Int
    ) -> Enlisting {
        guard isWanted(opening, of: recording.key) else { return Enlisting() }
        guard let row else {
            strays.add(recording)
            return Enlisting(isWanted: true)
        }
        let replaced = catalog.remove(recording.key)
        if let stray = replaced?.recording { strays.add(stray) }
        catalog.add(row, recording: recording)
        return Enlisting(
            isWanted: true,
            replaced: replaced,
            closed: catalog.closeIdle(maximumOpen: limits.maximumOpenRecordings)
        )
    }

    /// A version that the index knows was opened.
    ///
    /// - Returns: whether it is still the catalog's, and files that are to be closed, by letting go of these.
    package mutating func reopened(
        _ recording: CachedRecording,
        now: Int64
    ) -> (isKept: Bool, closed: [CachedRecording]) {
        let key = recording.key
        guard let number = recording.number, catalog[key]?.row.number == number else { return (false, []) }
        catalog.opened(key, as: recording)
        catalog.touch(key, now: now)
        return (true, catalog.closeIdle(maximumOpen: limits.maximumOpenRecordings))
    }

    /// A version is wrong: out with it, unless another has taken its place.
    ///
    /// - Returns: whether its file and row are to be deleted.
    package mutating func discard(_ key: RecordingKey, number: Int64) -> Bool {
        guard catalog[key]?.row.number == number else { return false }
        catalog.remove(key)
        return true
    }

    /// Bytes of a version were stored, or dropped.
    package mutating func count(_ bytes: Int64, of key: RecordingKey, number: Int64) {
        catalog.count(bytes, of: key, number: number)
    }

    /// What goes.
    package struct Tidied: Sendable {
        /// There is too much; who reads them reads on.
        package let evicted: [SliceCatalog.Item]
        /// The provider has forgotten them; who reads them is told.
        package let expired: [SliceCatalog.Item]
        /// Seconds since 1970 of uses that the index is to be told of, by number.
        package let uses: [Int64: Int64]
    }

    /// It is looked whether there is too much.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - expiredToo: whether to look for expired ones even if that was done a moment ago.
    /// - Returns: what goes.
    package mutating func tidy(now: Int64, expiredToo: Bool) -> Tidied {
        var expired: [SliceCatalog.Item] = []
        if expiredToo || now >= lastSweepAt + limits.expirySweepSeconds {
            lastSweepAt = now
            expired = catalog.expire(now: now)
        }
        let evicted = catalog.evict(
            maximumBytes: limits.maximumBytes,
            maximumBytesPerEntry: limits.maximumBytesPerEntry == 0 ? .max : limits.maximumBytesPerEntry
        )
        for item in evicted { item.recording.map { strays.add($0) } }
        return Tidied(evicted: evicted, expired: expired, uses: catalog.takeFreshUses())
    }

    /// The disk needs room: idle versions of at least `bytes` together go, or all there are.
    package mutating func evictIdle(bytes: Int64) -> [SliceCatalog.Item] {
        let evicted = catalog.evictIdle(bytes: bytes)
        for item in evicted { item.recording.map { strays.add($0) } }
        return evicted
    }

    // MARK: Deleted behind

    /// More versions went than are waited for.
    ///
    /// - Returns: the number of the work that deletes them; `nil` when one is at it already, or the cache is shut down.
    package mutating func remove(behind removed: [PendingRemovals.Removal]) -> Int? {
        removals.add(removed)
        guard !isRemoving, !isShutDown else { return nil }
        isRemoving = true
        return nextNumber()
    }

    /// The work that deletes asks for more; those that it got before are deleted.
    ///
    /// - Returns: at most so many; with none it ends.
    package mutating func nextRemovals(_ count: Int) -> [PendingRemovals.Removal] {
        let batch = isShutDown ? [] : removals.next(count)
        if batch.isEmpty { isRemoving = false }
        return batch
    }
}
