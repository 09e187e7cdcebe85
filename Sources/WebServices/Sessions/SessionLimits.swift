package import Foundation

/// How many sessions are kept, and for how long.
package struct SessionLimits: Sendable, Hashable {
    /// A session that was not used for this long is over.
    ///
    /// Source: Web Services API, "Session": the time is ours.
    package var idleSeconds: TimeInterval = 30 * 60
    /// How long after it was made a session may be signed in on; less than the idle time.
    package var signInSeconds: TimeInterval = 10 * 60
    /// Sessions on which somebody has signed in.
    package var count = 4_096
    /// Those of one user, whose own least recently used then goes first.
    package var perUser = 1_024
    /// Sessions on which a sign-in failed that are remembered until they could not be signed in on any more; of more the oldest could be tried again,
    /// which is no better for a guesser than a new one.
    package var failedSignIns = 65_536
    /// Sessions that ended soon after somebody signed in on them, remembered likewise; with more nobody signs in for a while, since somebody who listened
    /// could sign in with the same digest again.
    package var endedSessions = 65_536

    package init() {}
}
