/// When a request is made again: pure, counts as it goes.
package struct RetryPlan: Sendable {
    private let limits: DubberConfiguration.Retries
    private var connections = 0
    private var rateLimits = 0
    private var capacities = 0

    package init(limits: DubberConfiguration.Retries) {
        self.limits = limits
    }

    /// How long to wait before the next attempt; `nil` when the error stands.
    package mutating func delay(after error: DubberError) -> Duration? {
        switch error {
        case .connectionLost:
            guard connections < limits.connectionRetries else {
                return nil
            }
            connections += 1
            return .zero
        case .rateLimited(let retryAfter):
            guard rateLimits < limits.rateLimitRetries else {
                return nil
            }
            rateLimits += 1
            return bounded(limits.rateLimitDelay, retryAfter)
        case .overCapacity(let retryAfter):
            guard capacities < limits.capacityRetries else {
                return nil
            }
            capacities += 1
            return bounded(limits.capacityDelay * (1 << (capacities - 1)), retryAfter)
        default:
            return nil
        }
    }

    /// The longer of both; `nil` when that is longer than a caller should be kept waiting.
    private func bounded(_ delay: Duration, _ retryAfterSeconds: Int?) -> Duration? {
        let wanted = max(delay, .seconds(retryAfterSeconds ?? 0))
        return wanted <= limits.longestDelay ? wanted : nil
    }
}
