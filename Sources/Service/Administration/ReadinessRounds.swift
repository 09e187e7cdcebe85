/// Who asks whether the service is ready, and what that begins; pure.
package struct ReadinessRounds: Sendable {
    package typealias Checks = [String: String]

    package enum Step: Hashable, Sendable {
        case answer(Checks)
        /// Somebody else's probe is under way.
        case wait
        /// Nothing is known or on its way: the caller begins a probe, and waits for it.
        case begin
    }

    /// What is answered while a probe does not come back.
    package static let overdue: Checks = ["probe": "timedOut"]

    /// How long what was found is believed: no longer than anybody would notice.
    package let keptFor: Duration
    private var kept: (checks: Checks, until: ContinuousClock.Instant)?
    private var isProbing = false
    private var isOverdue = false

    package init(keptFor: Duration) {
        self.keptFor = keptFor
    }

    package mutating func ask(at now: ContinuousClock.Instant) -> Step {
        if isOverdue { return .answer(Self.overdue) }
        if isProbing { return .wait }
        if let kept, now < kept.until { return .answer(kept.checks) }
        isProbing = true
        return .begin
    }

    /// The probe came back, however late.
    package mutating func found(_ checks: Checks, at now: ContinuousClock.Instant) {
        kept = (checks, now + keptFor)
        (isProbing, isOverdue) = (false, false)
    }

    /// Nobody waits for this probe any longer; no other is begun until it is back.
    package mutating func lostPatience() {
        isOverdue = isProbing
    }
}
