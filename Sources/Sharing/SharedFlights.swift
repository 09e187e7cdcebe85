internal import Synchronization

/// One piece of work per key at a time, its result shared by all who wait for it.
///
/// The work outlives the caller that started it as long as anyone waits; when the last one leaves, it is cancelled.
package final class SharedFlights<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Flight {
        let number: Int
        var task: Task<Void, Never>?
        var waiters: [Int: CheckedContinuation<Value?, Never>] = [:]
    }

    private struct State {
        var lastNumber = 0
        var flights: [Key: Flight] = [:]

        mutating func nextNumber() -> Int {
            lastNumber += 1
            return lastNumber
        }
    }

    private let state = Mutex(State())

    package init() {}

    /// The result of the work under way for the key, or of `work` when there is none.
    ///
    /// - Returns: `nil` when the caller was cancelled, or the flight was.
    package func join(_ key: Key, work: @escaping @Sendable () async -> Value) async -> Value? {
        let ticket = state.withLock { $0.nextNumber() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enter(key, ticket: ticket, continuation: continuation, work: work)
                // The cancellation may have come before there was anything to leave.
                if Task.isCancelled {
                    leave(key, ticket: ticket)
                }
            }
        } onCancel: {
            leave(key, ticket: ticket)
        }
    }

    /// How many wait for a key's work.
    package func waiting(for key: Key) -> Int {
        state.withLock { $0.flights[key]?.waiters.count ?? 0 }
    }

    /// Cancels the flights of some keys; who waits gets `nil`.
    package func cancel(where isMeant: (Key) -> Bool) {
        let cancelled = state.withLock { state in
            let keys = state.flights.keys.filter(isMeant)
            return keys.compactMap { state.flights.removeValue(forKey: $0) }
        }
        for flight in cancelled {
            flight.task?.cancel()
            flight.waiters.values.forEach { $0.resume(returning: nil) }
        }
    }

    private func enter(
        _ key: Key,
        ticket: Int,
        continuation: CheckedContinuation<Value?, Never>,
        work: @escaping @Sendable () async -> Value
    ) {
        state.withLock { state in
            if state.flights[key] == nil {
                let number = state.nextNumber()
                // Owned by the flight: cancelled when nobody waits, and forgotten when it lands.
                let task = Task { self.land(key, number: number, value: await work()) }
                state.flights[key] = Flight(number: number, task: task)
            }
            state.flights[key]?.waiters[ticket] = continuation
        }
    }

    private func land(_ key: Key, number: Int, value: Value) {
        let landed = state.withLock { state in
            state.flights[key]?.number == number ? state.flights.removeValue(forKey: key) : nil
        }
        landed?.waiters.values.forEach { $0.resume(returning: value) }
    }

    private func leave(_ key: Key, ticket: Int) {
        let (waiter, abandoned) = state.withLock { state in
            let waiter = state.flights[key]?.waiters.removeValue(forKey: ticket)
            let isAbandoned = waiter != nil && state.flights[key]?.waiters.isEmpty == true
            return (waiter, isAbandoned ? state.flights.removeValue(forKey: key) : nil)
        }
        abandoned?.task?.cancel()
        waiter?.resume(returning: nil)
    }
}
