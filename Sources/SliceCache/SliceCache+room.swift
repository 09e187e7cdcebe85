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
        let now = unixNow
        guard space.withLock({ $0.isLookDue(writing: bytes, now: now) }) else { return true }
        let disk = files.space()
        let floor = disk.map { limits.floorBytes(of: $0) } ?? 0
        let lack = space.withLock { $0.saw(disk, floorBytes: floor, writing: bytes, now: now) }
        guard lack > 0 else { return true }
        return free(lack + surplus(floor)) >= lack
    }

    /// Makes room for something precious that the disk has just refused.
    ///
    /// - Returns: whether anything was freed; never where the audio lies on another disk than the data directory.
    package func makeRoom() -> Bool {
        guard sharesDisk else { return false }
        let disk = files.space()
        let floor = disk.map { limits.floorBytes(of: $0) } ?? 0
        let lack = max(0, floor - (disk?.freeBytes ?? 0))
        return free(lack + surplus(floor)) > 0
    }

    private func surplus(_ floorBytes: Int64) -> Int64 {
        max(Self.minimumFreedSlices * limits.sliceBytes, floorBytes / Self.freedSurplus)
    }

    /// Makes the floor of free space good again, whoever filled the disk.
    package func keepFloor() {
        _ = hasRoom(for: 0)
    }

    /// Deletes idle recordings: of one that is played the bytes would stay on the disk until it is over.
    ///
    /// The index is told, and not waited for: a row whose file is gone is dropped when it is next seen.
    ///
    /// - Returns: how many bytes that frees.
    private func free(_ bytes: Int64) -> Int64 {
        let evicted = state.withLock { state in
            let evicted = state.catalog.evictIdle(bytes: bytes)
            for item in evicted { item.recording.map { state.strays.add($0) } }
            return evicted
        }
        guard !evicted.isEmpty else { return 0 }
        counters.removed(evicted: evicted.count, expired: 0)
        for item in evicted { files.remove(item.row.number) }
        store.forget(evicted.map(\.row.number)) { [weak self] in self?.storageFailed($0) }
        let freed = evicted.reduce(0) { $0 + $1.storedBytes }
        space.withLock { $0.freed(freed) }
        return freed
    }
}
