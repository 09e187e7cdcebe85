internal import Synchronization

/// Room for so many at once, and so many that wait for it; more are refused.
package final class WaitingPlaces: Sendable {
    /// Why there is no place.
    package enum NoPlace: Error, Sendable, Hashable {
        /// Too many wait already.
        case full
        /// The task was cancelled while it waited.
        case cancelled
    }

    private struct State {
        var taken = 0
        var lastTicket = 0
        /// In the order of their tickets.
        var waiting: [(ticket: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let maximumTaken: Int
    private let maximumWaiting: Int
    private let state = Mutex(State())

    package init(maximumTaken: Int, maximumWaiting: Int) {
        self.maximumTaken = maximumTaken
        self.maximumWaiting = maximumWaiting
    }

    /// How many are in and how many wait.
    package var counts: (taken: Int, waiting: Int) { state.withLock { ($0.taken, $0.waiting.count) } }

    /// Takes a place once there is one; it is to be given back by ``leave()``.
    package func enter() async throws(NoPlace) {
        enum Entry {
            case free, wait(Int), refused
        }
        let entry = state.withLock { state -> Entry in
            guard state.taken >= maximumTaken else {
                state.taken += 1
                return .free
            }
            state.lastTicket += 1
            return state.waiting.count < maximumWaiting ? .wait(state.lastTicket) : .refused
        }
        switch entry {
        case .free: return
        case .refused: throw .full
        case .wait(let ticket):
            guard await wait(ticket) else { throw .cancelled }
        }
    }

    /// Waits for a place.
    ///
    /// - Returns: `false` when the task was cancelled instead.
    private func wait(_ ticket: Int) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Looked at again: a place may have become free, or the task cancelled, before there was anyone to tell.
                let answer = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    guard state.taken >= maximumTaken else {
                        state.taken += 1
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiting = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.waiting.remove(at: index).continuation
            }
            waiting?.resume(returning: false)
        }
    }

    /// Gives the place to who has waited longest.
    package func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.taken -= 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}
