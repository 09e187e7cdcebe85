internal import Foundation
internal import Storage
internal import Synchronization

/// Room on the disk: what can be fetched again makes way for what cannot.
extension SliceCache {
    /// How much more than needed is freed at once, as a part of the floor and in slices at least: a full disk is not looked at for every write.
    private static let freedSurplus: Int64 = 16
    private static let minimumFreedSlices: Int64 = 16

    /// Whether `bytes` more may be written with the floor of free space still kept, for which idle recordings are deleted, least recently used
    /// first.
    func hasRoom(for bytes: Int64) -> Bool {
        guard isLookDue(writing: bytes) else { return true }
        let (lack, surplus) = look(writing: bytes)
        guard lack > 0 else { return true }
        return free(lack + surplus) >= lack
    }

    /// Makes room for something precious that the disk has just refused.
    ///
    /// - Returns: whether anything was freed; never where the audio lies on another disk than the data directory.
    package func makeRoom() -> Bool {
        guard sharesDisk else { return false }
        let (lack, surplus) = look(writing: 0)
        return free(lack + surplus) > 0
    }

    /// Makes the floor of free space good again, whoever filled the disk.
    ///
    /// Nobody waits for that room, so more than a few recordings are deleted behind.
    package func keepFloor() {
        guard isLookDue(writing: 0) else { return }
        let (lack, surplus) = look(writing: 0)
        let rest = lack - ask { $0.removals.storedBytes }
        guard rest > 0 else { return }
        let evicted = evictIdle(rest + surplus)
        if evicted.count <= Self.removalBatch { removeNow(evicted) } else { removeBehind(evicted) }
    }

    private func isLookDue(writing bytes: Int64) -> Bool {
        let now = unixNow
        return space.withLock { $0.isLookDue(writing: bytes, now: now) }
    }

    /// Looks at the disk.
    ///
    /// - Returns: how many bytes must be freed, and how many more are freed with them.
    private func look(writing bytes: Int64) -> (lack: Int64, surplus: Int64) {
        let disk = files.space()
        let floor = disk.map { limits.floorBytes(of: $0) } ?? 0
        let now = unixNow
        let lack = space.withLock { $0.saw(disk, floorBytes: floor, writing: bytes, now: now) }
        return (lack, max(Self.minimumFreedSlices * limits.sliceBytes, floor / Self.freedSurplus))
    }

    /// Deletes what is to be deleted anyway, and then idle recordings: of one that is played the bytes would stay on the disk until it is over.
    ///
    /// - Returns: how many bytes that frees.
    private func free(_ bytes: Int64) -> Int64 {
        let freed = removeNow(ask { $0.removals.take(bytes: bytes) })
        return freed >= bytes ? freed : freed + removeNow(evictIdle(bytes - freed))
    }

    private func evictIdle(_ bytes: Int64) -> [PendingRemovals.Removal] {
        let evicted = ask { $0.evictIdle(bytes: bytes) }
        counters.removed(evicted: evicted.count, expired: 0)
        return evicted.map { PendingRemovals.Removal($0) }
    }

    /// The index is told, and not waited for: a row whose file is gone is dropped when it is next seen.
    @discardableResult
    private func removeNow(_ removals: [PendingRemovals.Removal]) -> Int64 {
        guard !removals.isEmpty else { return 0 }
        for removal in removals { files.remove(removal.number) }
        store.forget(removals.map(\.number)) { [weak self] in self?.storageFailed($0) }
        let freed = removals.reduce(0) { $0 + $1.storedBytes }
        space.withLock { $0.freed(freed) }
        return freed
    }
}
