internal import Foundation
internal import Synchronization

/// How audio leaves the cache: purged, replaced, evicted or expired.
extension SliceCache {
    /// Deletes the audio of every recording that `isMeant` picks; who is reading or opening it gets an error.
    ///
    /// - Returns: how many recordings were deleted; those of which neither file nor row can be are not counted, and not played before the next start.
    @discardableResult
    package func purge(where isMeant: @Sendable (RecordingKey) -> Bool) async -> Int {
        let (purged, openings, growths) = state.withLock { state in
            let purged = state.desk.purge(where: isMeant)
            return (
                purged, purged.openings.compactMap { state.openings[$0] },
                purged.growths.compactMap { state.tasks[$0.number] }
            )
        }
        for growing in purged.growths { growing.end(.failure(.purged)) }
        for growth in growths { growth.cancel() }
        for opening in openings { opening.cancel() }
        for stray in purged.strays { end(stray, .purged) }
        for item in purged.items { item.recording.map { end($0, .purged) } }
        return await delete(purged.items.map(\.row.number) + purged.removals.map(\.number))
    }

    /// A version was replaced at the provider.
    func replace(_ recording: CachedRecording) async {
        recording.end(.changed)
        guard let number = recording.number else { return }
        await discard(recording.key, number: number)
    }

    /// Takes one version out, unless another has taken its place.
    func discard(_ key: RecordingKey, number: Int64) async {
        if ask({ $0.discard(key, number: number) }) { await delete([number]) }
    }

    /// Keeps the bytes on disk within the limit, and deletes what the provider has forgotten; many of them behind.
    ///
    /// Evicted files stay readable for those who have them open; who reads an expired recording gets an error.
    ///
    /// - Parameter expiredToo: whether to look for expired ones even if that was done a moment ago.
    func tidy(expiredToo: Bool = false) async {
        keepFloor()
        let now = unixNow
        let tidied = ask { $0.tidy(now: now, expiredToo: expiredToo) }
        counters.removed(evicted: tidied.evicted.count, expired: tidied.expired.count)
        for item in tidied.expired { item.recording.map { end($0, .expired) } }
        await remove((tidied.evicted + tidied.expired).map { PendingRemovals.Removal($0) })
        if !tidied.uses.isEmpty { try? await store.touch(tidied.uses) }
    }

    /// Deletes what the provider has forgotten by now; meant to be called from time to time when nothing else happens.
    package func removeExpired() async {
        await tidy(expiredToo: true)
    }

    private func end(_ recording: CachedRecording, _ reason: SliceCacheError) {
        recording.end(reason)
        cancel { $0.abandonAll(of: recording) }
    }

    /// - Returns: of how many nothing can be played any more, also after a restart: the file is gone, or the row.
    @discardableResult
    func delete(_ numbers: [Int64]) async -> Int {
        guard !numbers.isEmpty else { return 0 }
        let gone = numbers.count { files.remove($0) }
        do {
            try await store.delete(numbers)
            return numbers.count
        } catch {
            storageFailed(error)
            return gone
        }
    }
}
