import Foundation
import Synchronization

/// A clock that stands until it is moved.
final class TestClock: Sendable {
    private let seconds = Mutex(1_000_000.0)

    var now: @Sendable () -> Date {
        { Date(timeIntervalSince1970: self.seconds.withLock { $0 }) }
    }

    func advance(_ more: Double) {
        seconds.withLock { $0 += more }
    }
}
