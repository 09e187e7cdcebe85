import Foundation
import Synchronization

/// The system's clock, which a test may set forward.
final class TestClock: Sendable {
    private let aheadSeconds = Mutex(0.0)

    var now: Date { Date().addingTimeInterval(aheadSeconds.withLock { $0 }) }

    func advance(seconds: Double) {
        aheadSeconds.withLock { $0 += seconds }
    }
}
