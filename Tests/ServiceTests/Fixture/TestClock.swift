import Foundation
import Synchronization

/// The system's clock, which a test may set forward.
final class TestClock: Sendable {
    private let aheadSeconds = Mutex(0.0)

    var now: Date { Date().addingTimeInterval(aheadSeconds.withLock { $0 }) }

    /// Whether a time that was told to the second lies between a moment and now, or so long after both.
    func tells(_ text: String?, since start: Date, plus seconds: Double = 0) -> Bool {
        let times = [start, now].map { $0.addingTimeInterval(seconds).formatted(.iso8601) }
        return text.map { times[0] <= $0 && $0 <= times[1] } ?? false
    }

    func advance(seconds: Double) {
        aheadSeconds.withLock { $0 += seconds }
    }
}
