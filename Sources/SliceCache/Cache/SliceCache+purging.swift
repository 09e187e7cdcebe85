internal import Foundation
internal import Synchronization

/// How audio leaves the cache: purged, replaced, evicted or expired.
extension SliceCache {
    /// Deletes the audio of every recording that `isMeant` picks; who is reading or opening it gets an error.
    ///
    /// - Returns: how many recordings were deleted; those of which neither file nor row can be are not counted, and not played before the next start.
    @discardableResult
    package func purge(where isMeant: @Sendable (RecordingKey) -> Bool) async -> Int {
        let (items, removals, strays, openings, growths) = state.withLock { state in
            let growths = state.growths.filter { isMeant($0.key) }
            for key in growths.keys { state.growths[key] = nil }
            let openings = state.openings.filter { isMeant($0.key) }
            for key in openings.keys { state.openings[key] = nil }
            state.absences.remove(where: isMeant)
            return (
                state.catalog.purge(where: isMeant), state.removals.take(where: isMeant), state.strays.all,
                Array(openings.values), Array(growths.values)
            )
        }
        for growth in growths {
            growth.audio.end(.failure(.purged))
            growth.task.cancel()
        }
        for opening in openings { opening.task.cancel() }
        for stray in strays where isMeant(stray.key) { end(stray, .purged) }
        for item in items { item.recording.map { end($0, .purged) } }
        return await delete(items.map(\.row.number) + removals.map(\.number))
    }

    /// A version was replaced at the provider.
    func replace(_ recording: CachedRecording) async {
        recording.end(.changed)
        guard let number = recording.number else { return }
        await discard(recording.key, number: number)
    }

    /// Takes one version out, unless another has taken its place.
    func discard(_ key: RecordingKey, number: Int64) async {
        let isKnown = state.withLock { state in
            guard state.catalog[key]?.row.number == number else { return false }
            state.catalog.remove(key)
            return true
        }
        if isKnown { await delete([number]) }
    }

    /// Keeps the bytes on disk within the limit, and deletes what the provider has forgotten; many of them behind.
    ///
    /// Evicted files stay readable for those who have them open; who reads an expired recording gets an error.
    ///
    /// - Parameter expiredToo: whether to look for expired ones even if that was done a moment ago.
    func tidy(expiredToo: Bool = false) async {
        keepFloor()
        let now = unixNow
        let (evicted, expired, uses) = state.withLock { state in
            var expired: [SliceCatalog.Item] = []
            if expiredToo || now >= state.lastSweepAt + limits.expirySweepSeconds {
                state.lastSweepAt = now
                expired = state.catalog.expire(now: now)
            }
            let evicted = state.catalog.evict(
                maximumBytes: limits.maximumBytes,
                maximumBytesPerEntry: limits.maximumBytesPerEntry == 0 ? .max : limits.maximumBytesPerEntry
            )
            for item in evicted { item.recording.map { state.strays.add($0) } }
            return (evicted, expired, state.catalog.takeFreshUses())
        }
        counters.removed(evicted: evicted.count, expired: expired.count)
        for item in expired { item.recording.map { end($0, .expired) } }
        await remove((evicted + expired).map { PendingRemovals.Removal($0) })
        if !uses.isEmpty { try? await store.touch(uses) }
    }

    /// Deletes what the provider has forgotten by now; meant to be called from time to time when nothing else happens.
    package func removeExpired() async {
        await tidy(expiredToo: true)
    }

    private func end(_ recording: CachedRecording, _ reason: SliceCacheError) {
        recording.end(reason)
        let flights = state.withLock { $0.flights.values.filter { $0.recording === recording } }
        for flight in flights { flight.task.cancel() }
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
