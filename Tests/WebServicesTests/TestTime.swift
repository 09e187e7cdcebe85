import Foundation
import Synchronization

/// A clock that a test moves.
final class TestTime: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    var now: Date {
        time.withLock { $0 }
    }

    func advance(seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }
}
