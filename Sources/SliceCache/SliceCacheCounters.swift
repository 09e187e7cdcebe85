internal import Synchronization

/// What the cache has asked of stores since the start of the process.
package final class SliceCacheCounters: Sendable {
    private let requests = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)
    private let failedWrites = Atomic<Int>(0)

    package init() {}

    /// Requests sent to stores.
    package var upstreamRequests: Int { requests.load(ordering: .relaxed) }
    /// Body bytes received from stores.
    package var upstreamBytes: Int { bytes.load(ordering: .relaxed) }
    /// Recordings whose file could not be written or read, and were streamed uncached.
    package var storageFailures: Int { failedWrites.load(ordering: .relaxed) }

    func asked() { requests.add(1, ordering: .relaxed) }
    func received(_ count: Int) { bytes.add(count, ordering: .relaxed) }
    func storageFailed() { failedWrites.add(1, ordering: .relaxed) }
}
