internal import Foundation
internal import Sharing
internal import Synchronization

/// How fast each token or person, or each address without one, may ask.
final class RequestRates: Sendable {
    /// Who is remembered; when there are more, those who ask seldom are forgotten, or else all.
    static let maximumAskers = 65_536

    /// Who asks.
    enum Asker: Hashable, Sendable {
        case name(Requester.Name)
        case address(String)
    }

    private let settings: RunningSettings
    private let now: @Sendable () -> Date
    private let buckets = Mutex<[Asker: TokenBucket]>([:])

    init(settings: RunningSettings, now: @escaping @Sendable () -> Date) {
        self.settings = settings
        self.now = now
    }

    /// Counts a request.
    ///
    /// - Throws: 429 when it is one too many.
    func admit(_ asker: Asker) throws(Problem) {
        let limits = settings.values.limits
        let rate = limits.requestsPerSecond
        guard rate > 0 else { return }
        if case .address(let address) = asker, limits.proxyAddresses.contains(address) { return }
        let seconds = now().timeIntervalSince1970
        let isAdmitted = buckets.withLock { buckets in
            if buckets[asker] == nil, buckets.count >= Self.maximumAskers {
                buckets = buckets.filter { !$0.value.isFull(perSecond: rate, now: seconds) }
                if buckets.count >= Self.maximumAskers { buckets = [:] }
            }
            return buckets[asker, default: TokenBucket(perSecond: rate, seconds: seconds)]
                .take(perSecond: rate, now: seconds)
        }
        guard !isAdmitted else { return }
        throw Problem(
            status: 429,
            code: "tooManyRequests",
            title: "Too many requests",
            detail: "More requests came in a second than this token or address may send.",
            isRetryable: true,
            retryAfterSeconds: 1
        )
    }
}
