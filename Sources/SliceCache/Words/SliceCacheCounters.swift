internal import Synchronization

/// What the cache has asked of stores since the start of the process.
package final class SliceCacheCounters: Sendable {
    private let requests = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let failedWrites = Atomic<Int>(0)
    private let evicted = Atomic<Int>(0)
    private let expired = Atomic<Int>(0)

    package init() {}

    /// Requests sent to stores.
    package var upstreamRequests: Int { requests.load(ordering: .relaxed) }
    /// Body bytes received from stores.
    package var upstreamBytes: Int { bytes.load(ordering: .relaxed) }
    /// Recordings whose file could not be written or read, and were streamed uncached.
    package var storageFailures: Int { failedWrites.load(ordering: .relaxed) }

    /// Recordings removed to make room.
    package var evictions: Int { evicted.load(ordering: .relaxed) }
    /// Recordings removed because the provider has forgotten them.
    package var expiries: Int { expired.load(ordering: .relaxed) }

    func removed(evicted count: Int, expired expiredCount: Int) {
        evicted.add(count, ordering: .relaxed)
        expired.add(expiredCount, ordering: .relaxed)
    }

    func asked() { requests.add(1, ordering: .relaxed) }
    func received(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    func storageFailed() { failedWrites.add(1, ordering: .relaxed) }
}
