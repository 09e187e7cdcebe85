import Foundation
import Synchronization
import Transport

/// Time that passes only when somebody sleeps: a sleeper wakes at once, and it is later then.
final class TestClock: Sendable {
    static let start = Date(timeIntervalSince1970: 1_795_000_000)

    private let elapsed = Mutex(Duration.zero)
    private let correctionSeconds = Mutex(0.0)

    var pace: Pace {
        Pace(
            elapsed: { self.elapsed.withLock { $0 } },
            sleep: { duration in
                try Task.checkCancellation()
                self.advance(by: duration)
                await Task.yield()
            }
        )
    }

    var now: Date {
        Self.start.addingTimeInterval(elapsed.withLock { $0 } / .seconds(1) + correctionSeconds.withLock { $0 })
    }

    /// Sets the wall clock forward or back; nothing that measures passing time notices.
    func correct(bySeconds seconds: TimeInterval) {
        correctionSeconds.withLock { $0 += seconds }
    }

    func advance(by duration: Duration) {
        elapsed.withLock { $0 += duration }
    }
}
