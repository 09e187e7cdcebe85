/// The passing of time that fetches wait by; tests bring their own.
package struct FetchPace: Sendable {
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
    package static func continuous() -> FetchPace {
        let start = ContinuousClock.now
        return FetchPace(elapsed: { start.duration(to: .now) }, sleep: { try await Task.sleep(for: $0) })
    }
}
