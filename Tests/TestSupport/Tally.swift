import Synchronization

/// A count that rises, and can be waited for.
package final class Tally: Sendable {
    private struct State {
        var count = 0
        var waiters: [(count: Int, barrier: Barrier)] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var count: Int { state.withLock { $0.count } }

    /// One more.
    package func add() {
        let due = state.withLock { state in
            state.count += 1
            let due = state.waiters.filter { $0.count <= state.count }
            state.waiters.removeAll { $0.count <= state.count }
            return due
        }
        for waiter in due { waiter.barrier.open() }
    }

    /// Returns once the count is that high, or the task is cancelled.
    package func reaches(_ count: Int) async {
        let barrier = Barrier()
        let isReached = state.withLock { state in
            if state.count < count { state.waiters.append((count, barrier)) }
            return state.count >= count
        }
        if !isReached { await barrier.wait() }
    }
}
