package import Foundation

/// How many sessions are kept, and for how long.
package struct SessionLimits: Sendable, Hashable {
    /// A session that was not used for this long is over.
    ///
    /// Source: Web Services API, "Session": the time is ours.
    package var idleSeconds: TimeInterval = 30 * 60
    package var count = 4_096
    /// Sessions of one address on which nobody has signed in yet.
    package var waitingPerAddress = 64

    package init() {}
}
