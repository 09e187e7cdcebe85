package import Foundation

/// Whether a host that failed lately is worth asking: a circuit breaker.
///
/// Closed until `failureThreshold` failures in a row; then open for `coolDown`, lengthened by chance; then one trial decides.
package struct HostHealth: Sendable, Hashable {
    package enum Circuit: Sendable, Hashable {
        case closed
        /// Not asked until then.
        case open(until: Date)
        /// One request is trying; when it has not reported by `until`, it counts as lost, and another may try.
        case halfOpen(until: Date)
    }

    package static let defaultFailureThreshold = 3
    package static let defaultCoolDown = Duration.seconds(30)
    /// The most by which chance lengthens a cool-down, as a share of it, so that many services do not come back at one moment.
    package static let maximumJitterShare = 0.25

    package let failureThreshold: Int
    package let coolDown: Duration
    package private(set) var circuit = Circuit.closed
    /// Failures in a row.
    package private(set) var failures = 0

    package init(
        failureThreshold: Int = HostHealth.defaultFailureThreshold,
        coolDown: Duration = HostHealth.defaultCoolDown
    ) {
        self.failureThreshold = failureThreshold
        self.coolDown = coolDown
    }

    /// Whether the host may be asked now; a `true` after the cool-down is the one trial, whose outcome must be reported.
    package mutating func mayAsk(now: Date) -> Bool {
        switch circuit {
        case .closed:
            return true
        case .open(let until), .halfOpen(let until):
            guard now >= until else {
                return false
            }
            circuit = .halfOpen(until: now + coolDown.seconds)
            return true
        }
    }

    package mutating func succeeded() {
        failures = 0
        circuit = .closed
    }

    /// Takes note of a failure.
    ///
    /// - Parameters:
    ///   - now: when it happened.
    ///   - jitter: from 0 to 1, how much of ``maximumJitterShare`` lengthens the cool-down.
    package mutating func failed(now: Date, jitter: Double = 0) {
        failures += 1
        if case .closed = circuit, failures < failureThreshold {
            return
        }
        circuit = .open(until: now + coolDown.seconds * (1 + Self.maximumJitterShare * min(max(jitter, 0), 1)))
    }

    /// `up`, `down` or `trial`, as the debug endpoint shows it.
    package var standing: String {
        switch circuit {
        case .closed: "up"
        case .open: "down"
        case .halfOpen: "trial"
        }
    }
}

extension Duration {
    /// In seconds, for arithmetic with `Date`.
    fileprivate var seconds: TimeInterval {
        self / .seconds(1)
    }
}
