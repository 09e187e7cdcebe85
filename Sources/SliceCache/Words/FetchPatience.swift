/// How long a listener is kept waiting for a store that does not serve at the moment; pure.
package struct FetchPatience: Sendable, Hashable {
    /// The first wait when the store does not say how long; each that follows is twice as long.
    package static let firstDelay = Duration.milliseconds(250)
    /// The longest of them.
    package static let longestDelay = Duration.seconds(4)
    /// The longest wait after which the same host is asked again before another one is.
    package static let briefDelay = Duration.seconds(1)

    /// In all, from the first failure on, until a byte comes.
    package let bound: Duration
    /// Whether a connection that fails is waited for as well: in the midst of an answer, which would be cut off; before it, an error comes sooner.
    package let coversConnections: Bool

    package init(bound: Duration, coversConnections: Bool) {
        self.bound = bound
        self.coversConnections = coversConnections
    }

    /// How long to wait for the time that the store named, or else as often as it was waited already; `nil` when that is longer than is left.
    ///
    /// - Parameters:
    ///   - retryAfterSeconds: what the store said.
    ///   - waits: how often it was waited since the last byte.
    ///   - waited: how long nothing came.
    /// - Returns: the wait.
    package func delay(retryAfterSeconds: Int?, waits: Int, waited: Duration) -> Duration? {
        let doubled = Self.firstDelay * (1 << min(waits, 10))
        let delay = max(min(doubled, Self.longestDelay), .seconds(retryAfterSeconds ?? 0))
        return waited + delay <= bound ? delay : nil
    }
}
