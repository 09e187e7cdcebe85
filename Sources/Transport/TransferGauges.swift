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

/// The counts behind ``TransferActivity``, written by the transport's thread.
final class TransferGauges: Sendable {
    private let running = Atomic<Int>(0)
    private let paused = Atomic<Int>(0)
    private let waiting = Atomic<Int>(0)

    var activity: TransferActivity {
        TransferActivity(
            running: running.load(ordering: .relaxed),
            paused: paused.load(ordering: .relaxed),
            waiting: waiting.load(ordering: .relaxed)
        )
    }

    func set(running: Int, waiting: Int) {
        self.running.store(running, ordering: .relaxed)
        self.waiting.store(waiting, ordering: .relaxed)
    }

    func pausedChanges(by change: Int) {
        paused.add(change, ordering: .relaxed)
    }
}
