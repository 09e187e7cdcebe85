import Foundation
import Synchronization
import Transport

/// Time that passes when somebody waits: what matters is how many calls are made, not how long they are spread.
final class BenchClock: Sendable {
    static let start = Date(timeIntervalSince1970: 1_795_000_000)

    private let elapsed = Mutex(Duration.zero)

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
        Self.start.addingTimeInterval(elapsed.withLock { $0 } / .seconds(1))
    }

    func advance(by duration: Duration) {
        elapsed.withLock { $0 += duration }
    }
}
