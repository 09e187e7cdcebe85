/// The passing of time that limits and retries wait by; who tests them brings their own.
package struct Pace: Sendable {
    /// Time since some fixed moment; never goes back.
    package let elapsed: @Sendable () -> Duration
    /// - Throws: `CancellationError` when the task is cancelled.
    package let sleep: @Sendable (Duration) async throws -> Void

    package init(
        elapsed: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.elapsed = elapsed
        self.sleep = sleep
    }

    /// The machine's own clock.
    package static func continuous() -> Pace {
        let start = ContinuousClock.now
        return Pace(elapsed: { start.duration(to: .now) }, sleep: { try await Task.sleep(for: $0, clock: .continuous) })
    }
}
