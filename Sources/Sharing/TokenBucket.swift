/// How many requests may still come now: so many each second, and twice as many in a burst; pure.
package struct TokenBucket: Sendable, Hashable {
    /// Seconds of the rate that may be saved up.
    package static let burstSeconds = 2.0

    private var level: Double
    private var seconds: Double

    /// A full bucket.
    package init(perSecond: Int, seconds: Double) {
        level = Double(perSecond) * Self.burstSeconds
        self.seconds = seconds
    }

    /// Takes one, if there is one.
    ///
    /// - Parameters:
    ///   - perSecond: the rate.
    ///   - now: in seconds; a clock that was set back adds nothing.
    /// - Returns: whether there was one.
    package mutating func take(perSecond: Int, now: Double) -> Bool {
        level = min(Double(perSecond) * Self.burstSeconds, level + max(0, now - seconds) * Double(perSecond))
        seconds = now
        guard level >= 1 else { return false }
        level -= 1
        return true
    }

    /// Whether it is as good as a new one.
    package func isFull(perSecond: Int, now: Double) -> Bool {
        level + max(0, now - seconds) * Double(perSecond) >= Double(perSecond) * Self.burstSeconds
    }
}
