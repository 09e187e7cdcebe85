internal import Foundation
internal import ServiceLifecycle
internal import SliceCache
internal import Synchronization

/// Takes a sample of the counters every few seconds, for as long as the service runs.
final class LiveBoard: ServiceLifecycle.Service {
    /// How often it is looked whether a sample is due.
    static let period = Duration.seconds(1)

    let counters: ServiceCounters
    private let cache: SliceCache
    private let now: @Sendable () -> Date
    private let history = Mutex(LiveHistory())

    init(counters: ServiceCounters, cache: SliceCache, now: @escaping @Sendable () -> Date) {
        self.counters = counters
        self.cache = cache
        self.now = now
    }

    func run() async {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                sample()
                try? await Task.sleep(for: Self.period)
            }
        }
    }

    /// What is kept, after taking a sample if one is due.
    @discardableResult
    func sample() -> LiveHistory {
        let now = now()
        guard history.withLock({ $0.isDue(now: now) }) else { return history.withLock { $0 } }
        let (totals, gauges) = (counters.totals, gauges)
        return history.withLock { history in
            // Another may have taken it meanwhile.
            if history.isDue(now: now) { history.take(totals, gauges, now: now) }
            return history
        }
    }

    var gauges: LiveGauges {
        let cache = cache.gauges
        return LiveGauges(
            listeners: counters.listeners.count(now: Int64(now().timeIntervalSince1970)),
            flights: cache.flights,
            storedBytes: cache.storedBytes,
            upstreamBytes: self.cache.counters.upstreamBytes
        )
    }
}
