package import Foundation

/// How much a request may hold, and how much is kept for its sender.
///
/// Values longer than the registry takes are refused by the registry's own limits.
package struct WebServicesLimits: Sendable, Hashable {
    /// The longest request body, in bytes.
    package var bodyBytes = 256 * 1024
    /// The longest body of somebody who has not signed in, in bytes: a session is made, and signed in on, with far fewer.
    package var bodyBytesBeforeSignIn = 16 * 1024
    /// How deep elements may be nested; an envelope around a request with containers needs 8.
    package var depth = 16
    package var elements = 1_000
    /// Of one element, declarations of namespaces among them.
    package var attributesPerElement = 64
    /// Of the whole request.
    package var attributes = 2_000
    /// The longest name of an element or attribute, in bytes.
    package var nameBytes = 256
    package var properties = 64
    /// The longest `InvokeID`, in characters.
    package var invokeIDLength = 128
    /// The longest list of property names, in characters.
    package var fieldListLength = 1_024
    /// The longest part of a refused name that is repeated in a message, in characters.
    package var quotedLength = 64
    /// The most entries that one `CallRecIntList` answers with.
    package var listedEntries = 10_000
    package var sessions = SessionLimits()
    package var lockouts = LockoutLimits()

    package init() {}
}

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
