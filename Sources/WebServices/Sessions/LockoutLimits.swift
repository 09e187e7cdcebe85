package import Foundation

/// After how many failed sign-ins somebody is locked out, and for how long.
package struct LockoutLimits: Sendable, Hashable {
    /// Failures in a row that are free, for a user.
    package var userFailures = 5
    /// Failures that are free, for an address; higher, since an office may share one.
    package var addressFailures = 20
    /// The first lockout; each further failure doubles it.
    package var firstDelaySeconds: TimeInterval = 30
    package var longestDelaySeconds: TimeInterval = 15 * 60
    /// Failures are forgotten when there was none for this long; more than the longest delay.
    package var memorySeconds: TimeInterval = 60 * 60
    /// How many users and addresses are remembered.
    package var records = 10_000

    package init() {}
}
