internal import Foundation
internal import Logging
internal import Synchronization
internal import Transport

/// Deleting many versions behind everything else: a start, or a listener, waits for a few at most.
///
/// Cut short by the end of the process, they are in the index still, and found too many again at the next start (record 0044).
extension SliceCache {
    /// Versions that are deleted at once; more are deleted so many at a time.
    static let removalBatch = 64

    /// Where files are deleted, which may take long; not on the threads that tasks share.
    private static let queue = DispatchQueue(label: "audio removals", qos: .utility)

    /// Deletes versions that are out of the catalog: a few at once, more behind.
    func remove(_ removals: [PendingRemovals.Removal]) async {
        if removals.count <= Self.removalBatch {
            await delete(removals.map(\.number))
        } else {
            removeBehind(removals)
        }
    }

    func removeBehind(_ removals: [PendingRemovals.Removal]) {
        logger.info("cached audio is deleted in the background", metadata: ["recordings": "\(removals.count)"])
        begin({ $0.remove(behind: removals) }) { [self] in await removePending() }
    }

    /// Half of the time, so that others have the disk and the index as well.
    private func removePending() async {
        while true {
            let batch = ask { $0.nextRemovals(Self.removalBatch) }
            guard !batch.isEmpty else { return }
            let start = ContinuousClock.now
            await removeFiles(batch)
            do {
                try await store.delete(batch.map(\.number))
            } catch {
                storageFailed(error)
            }
            try? await pace.sleep(ContinuousClock.now - start)
        }
    }

    private func removeFiles(_ batch: [PendingRemovals.Removal]) async {
        await withCheckedContinuation { continuation in
            Self.queue.async { [files] in
                for removal in batch { files.remove(removal.number) }
                continuation.resume()
            }
        }
        space.withLock { $0.freed(batch.reduce(0) { $0 + $1.storedBytes }) }
    }
}
