package import Foundation
import Synchronization

/// The health of the hosts that were asked lately, shared by all who ask them.
package final class HostHealthBoard: Sendable {
    package static let defaultMaximumHosts = 1024

    private struct Entry {
        var health: HostHealth
        var lastFailure: Date
    }

    private let failureThreshold: Int
    private let coolDown: Duration
    private let maximumHosts: Int
    private let jitter: @Sendable () -> Double
    /// Only hosts that have failed since they last succeeded: absence is good health.
    private let entries = Mutex<[String: Entry]>([:])

    /// A board on which every host is up.
    ///
    /// - Parameters:
    ///   - failureThreshold: failures in a row that take a host out.
    ///   - coolDown: how long it stays out before one trial.
    ///   - maximumHosts: failing hosts remembered; beyond it the one that failed longest ago is forgotten.
    ///   - jitter: drawn at each failure, from 0 to 1; see ``HostHealth/failed(now:jitter:)``.
    package init(
        failureThreshold: Int = HostHealth.defaultFailureThreshold,
        coolDown: Duration = HostHealth.defaultCoolDown,
        maximumHosts: Int = HostHealthBoard.defaultMaximumHosts,
        jitter: @escaping @Sendable () -> Double = { 0 }
    ) {
        self.failureThreshold = failureThreshold
        self.coolDown = coolDown
        self.maximumHosts = maximumHosts
        self.jitter = jitter
    }

    /// Whether the host may be asked now; see ``HostHealth/mayAsk(now:)``.
    package func mayAsk(_ host: String, now: Date) -> Bool {
        entries.withLock { $0[host]?.health.mayAsk(now: now) ?? true }
    }

    package func succeeded(_ host: String) {
        entries.withLock { _ = $0.removeValue(forKey: host) }
    }

    package func failed(_ host: String, now: Date) {
        let jitter = jitter()
        entries.withLock { entries in
            var entry =
                entries[host]
                ?? Entry(health: HostHealth(failureThreshold: failureThreshold, coolDown: coolDown), lastFailure: now)
            entry.health.failed(now: now, jitter: jitter)
            entry.lastFailure = now
            entries[host] = entry
            if entries.count > maximumHosts,
                let oldest = entries.min(by: { $0.value.lastFailure < $1.value.lastFailure })
            {
                entries.removeValue(forKey: oldest.key)
            }
        }
    }

    /// `up`, `down` or `trial`.
    package func standing(of host: String) -> String {
        entries.withLock { $0[host]?.health.standing ?? "up" }
    }
}
