import Synchronization

/// How many transfers are in which state, for metrics and the debug endpoint.
package struct TransferActivity: Sendable, Hashable {
    /// Under way, paused ones included.
    package let running: Int
    /// Of those, held up by a reader that is behind.
    package let paused: Int
    /// Not started yet for want of room.
    package let waiting: Int
}

/// The same of one lane.
package struct LaneActivity: Sendable, Hashable {
    package let running: Int
    package let waiting: Int
    /// Since the start: those that found no place in time, or the waiting room full.
    package let refused: Int
}

/// The counts behind ``TransferActivity``, written by the transport's thread.
final class TransferGauges: Sendable {
    private final class Lane: Sendable {
        let running = Atomic<Int>(0)
        let waiting = Atomic<Int>(0)
        let refused = Atomic<Int>(0)
    }

    private let calls = Lane()
    private let audio = Lane()
    private let paused = Atomic<Int>(0)

    var activity: TransferActivity {
        let (calls, audio) = (activity(of: .calls), activity(of: .audio))
        return TransferActivity(
            running: calls.running + audio.running,
            paused: paused.load(ordering: .relaxed),
            waiting: calls.waiting + audio.waiting
        )
    }

    func activity(of lane: TransferLane) -> LaneActivity {
        let counts = counts(of: lane)
        return LaneActivity(
            running: counts.running.load(ordering: .relaxed),
            waiting: counts.waiting.load(ordering: .relaxed),
            refused: counts.refused.load(ordering: .relaxed)
        )
    }

    func set(_ lane: TransferLane, running: Int, waiting: Int) {
        let counts = counts(of: lane)
        counts.running.store(running, ordering: .relaxed)
        counts.waiting.store(waiting, ordering: .relaxed)
    }

    func refused(_ lane: TransferLane) {
        counts(of: lane).refused.add(1, ordering: .relaxed)
    }

    func pausedChanges(by change: Int) {
        paused.add(change, ordering: .relaxed)
    }

    private func counts(of lane: TransferLane) -> Lane {
        switch lane {
        case .calls: calls
        case .audio: audio
        }
    }
}
