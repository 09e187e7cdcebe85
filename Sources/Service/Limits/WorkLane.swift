internal import Sharing

/// Where one class of dear requests is worked through: on threads of its own, so many at a time, and so many that wait; more are refused.
///
/// The threads that all requests share are few, and whatever holds one for long holds everybody.
package final class WorkLane: Sendable {
    /// Requests that may wait for their turn in a lane.
    package static let maximumWaiting = 256

    private let executor: LaneExecutor
    private let places: WaitingPlaces

    /// - Parameters:
    ///   - name: of its threads.
    ///   - threads: how many requests are worked through at a time.
    ///   - maximumWaiting: more are refused.
    package init(_ name: String, threads: Int = 1, maximumWaiting: Int = WorkLane.maximumWaiting) {
        executor = LaneExecutor(name: name, threads: threads)
        places = WaitingPlaces(maximumTaken: threads, maximumWaiting: maximumWaiting)
    }

    /// How many are worked through, and how many wait.
    package var counts: (taken: Int, waiting: Int) { places.counts }

    /// Does the work when its turn comes.
    ///
    /// - Throws: 503 when too many wait already, what the work throws.
    package func run<Answer: Sendable>(_ work: () async throws -> Answer) async throws -> Answer {
        do {
            try await places.enter()
        } catch WaitingPlaces.NoPlace.full {
            throw Self.tooMany
        } catch {
            throw CancellationError()
        }
        defer { places.leave() }
        return try await onOwnThreads(work)
    }

    /// Does the work on the lane's threads at once: for what brings limits of its own.
    ///
    /// - Throws: what the work throws.
    func onOwnThreads<Answer: Sendable>(_ work: () async throws -> Answer) async throws -> Answer {
        try await withTaskExecutorPreference(executor) { try await begin(work) }
    }

    /// Changes over to the lane's threads before the work begins, which need not do so by itself where it never waits.
    private func begin<Answer: Sendable>(_ work: () async throws -> Answer) async throws -> Answer {
        try await work()
    }

    package static let tooMany = Problem(
        status: 503,
        code: "overloaded",
        title: "Too many requests at once",
        detail: "As many requests of this kind wait as may; try again soon.",
        isRetryable: true,
        retryAfterSeconds: 2
    )
}
