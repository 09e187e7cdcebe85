/// Who goes first when requests wait for their turn.
package enum QuotaPriority: Int, Sendable, Hashable, Comparable {
    /// Somebody is listening.
    case playback = 0
    /// Somebody is looking at a report.
    case availability = 1
    /// Somebody looked at a report, and has been told to look again later.
    case search = 2
    /// Nobody waits for it.
    case background = 3

    package static func < (left: QuotaPriority, right: QuotaPriority) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What a request is counted as.
package enum QuotaPurpose: Sendable, Hashable {
    case token
    case api
}

/// Where quota is spent: the only way to a provider's host leads past it.
package protocol QuotaLedger: Sendable {
    /// Waits until one request may start, and counts it.
    ///
    /// - Throws: ``DubberError/allowanceSpent(retryAfterSeconds:)``, ``DubberError/quotaExhausted(retryAfterSeconds:)``,
    ///   ``DubberError/tooManyWaiting`` or ``DubberError/cancelled``; nothing is counted then.
    func takeTurn(_ key: QuotaKey, purpose: QuotaPurpose, priority: QuotaPriority) async throws(DubberError)

    /// Keeps every request of a key back for a while, because the provider said that it is asked too often.
    func holdBack(_ key: QuotaKey, by delay: Duration) async

    /// The provider said that the day's quota is used up: nothing more is asked until it resets.
    ///
    /// - Parameters:
    ///   - key: whose quota.
    ///   - retryAfterSeconds: as the provider said; `nil` stands for the end of the day.
    /// - Returns: seconds until the reset.
    @discardableResult
    func exhaust(_ key: QuotaKey, retryAfterSeconds: Int?) async -> Int

    /// API requests left today, and the most that start in one second.
    func standing(_ key: QuotaKey) async -> (remainingToday: Int, perSecond: Int)

    /// Requests left today for searches, and the seconds until there are more.
    func searchStanding(_ key: QuotaKey) async -> (remaining: Int, resetSeconds: Int)

    /// How long one more request would have to wait for its turn, in seconds.
    func waitSeconds(_ key: QuotaKey) async -> Int
}
