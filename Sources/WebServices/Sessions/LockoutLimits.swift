package import Foundation

/// After how many failed sign-ins a name is locked out at an address, and for how long.
package struct LockoutLimits: Sendable, Hashable {
    /// Failures in a row that are free.
    package var failures = 5
    /// The first lockout; each further failure doubles it.
    package var firstDelaySeconds: TimeInterval = 30
    package var longestDelaySeconds: TimeInterval = 15 * 60
    /// Failures are forgotten when there was none for this long; more than the longest delay.
    package var memorySeconds: TimeInterval = 60 * 60
    /// How many names at addresses are remembered; of more, those that failed longest ago are forgotten.
    package var records = 65_536

    package init() {}
}
