/// When the thread has to look at its transfers' limits next.
///
/// A limit that moves to later, as with every piece of a body, is not told: it is found at the next look.
final class LimitWatch {
    typealias Instant = ContinuousClock.Instant

    /// No limit runs out before this; `nil` when there is none.
    private(set) var nextCheck: Instant?

    /// Looks no later than at this limit.
    func include(_ limit: Instant?) {
        guard let limit else { return }
        nextCheck = min(nextCheck ?? limit, limit)
    }

    /// Begins anew with the limits as they are now.
    func restart(_ limits: some Sequence<Instant>) {
        nextCheck = limits.min()
    }

    func isDue(now: Instant) -> Bool {
        nextCheck.map { $0 <= now } ?? false
    }
}
