internal import Synchronization

/// Finds out whether the service can do its work: once for all who ask at the same time, and briefly kept.
///
/// A disk that hangs holds one probe, not one for each who asks: they are told after ``patience``, and later ones at once.
package final class ReadinessProbe: Sendable {
    package typealias Checks = ReadinessRounds.Checks

    package static let keptFor = Duration.milliseconds(250)
    package static let patience = Duration.seconds(5)

    private struct State {
        var rounds: ReadinessRounds
        var waiters: [CheckedContinuation<Checks, Never>] = []
        var probe: Task<Void, Never>?
        var watch: Task<Void, Never>?
        var isShutDown = false

        mutating func takeWaiters() -> [CheckedContinuation<Checks, Never>] {
            defer { waiters = [] }
            return waiters
        }
    }

    private let patience: Duration
    private let probe: @Sendable () async -> Checks
    private let state: Mutex<State>

    /// - Parameters:
    ///   - keptFor: how long what was found is believed.
    ///   - patience: how long anybody waits.
    ///   - probe: finds out; never called while it runs.
    package init(
        keptFor: Duration = ReadinessProbe.keptFor,
        patience: Duration = ReadinessProbe.patience,
        probe: @escaping @Sendable () async -> Checks
    ) {
        self.patience = patience
        self.probe = probe
        state = Mutex(State(rounds: ReadinessRounds(keptFor: keptFor)))
    }

    /// The outcome of each check, by its name.
    package func checks() async -> Checks {
        await withCheckedContinuation { continuation in
            let answer: Checks? = state.withLock { state in
                guard !state.isShutDown else { return ReadinessRounds.overdue }
                switch state.rounds.ask(at: .now) {
                case .answer(let checks): return checks
                case .wait: break
                case .begin: begin(&state)
                }
                state.waiters.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Who still waits is told that nothing was found out; the probe under way ends by itself.
    package func shutDown() {
        let waiters = state.withLock { state in
            state.isShutDown = true
            state.probe?.cancel()
            state.watch?.cancel()
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.resume(returning: ReadinessRounds.overdue) }
    }

    private func begin(_ state: inout State) {
        state.probe = Task {
            let checks = await probe()
            let waiters = self.state.withLock { state in
                state.rounds.found(checks, at: .now)
                state.watch?.cancel()
                return state.takeWaiters()
            }
            for waiter in waiters { waiter.resume(returning: checks) }
        }
        state.watch = Task {
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            // The probe may have come back just now, and another may be under way, for whose waiters it is too early.
            let waiters = self.state.withLock { state in
                guard !Task.isCancelled else { return [] as [CheckedContinuation<Checks, Never>] }
                state.rounds.lostPatience()
                return state.takeWaiters()
            }
            for waiter in waiters { waiter.resume(returning: ReadinessRounds.overdue) }
        }
    }
}
