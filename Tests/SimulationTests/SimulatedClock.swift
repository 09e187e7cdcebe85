import Foundation
import Synchronization
import Transport

/// Time that passes only when somebody sleeps, and a wall clock that can be set wrong.
final class SimulatedClock: Sendable {
    static let start = Date(timeIntervalSince1970: 1_795_000_000)
    private static let daySeconds = 86_400.0

    private struct Time {
        var elapsed = Duration.zero
        var jumpSeconds = 0.0
        var day: Int?
        var allowances = 0
        var latest = SimulatedClock.start

        var now: Date { SimulatedClock.start + elapsed / .seconds(1) + jumpSeconds }

        mutating func look() -> Date {
            let day = Int((now.timeIntervalSince1970 / SimulatedClock.daySeconds).rounded(.down))
            if day != self.day {
                self.day = day
                allowances += 1
            }
            latest = max(latest, now)
            return now
        }
    }

    private let time = Mutex(Time())

    var pace: Pace {
        Pace(
            elapsed: { self.time.withLock { $0.elapsed } },
            sleep: { duration in
                try Task.checkCancellation()
                self.advance(by: duration)
                await Task.yield()
            }
        )
    }

    /// What the wall clock says.
    var now: Date { time.withLock { $0.look() } }

    /// True time since the start, in seconds.
    var elapsedSeconds: Double { time.withLock { $0.elapsed } / .seconds(1) }

    /// How many days' allowances a service that goes by this wall clock may have had so far.
    var allowances: Int { time.withLock { $0.allowances } }

    /// The latest that the wall clock has said.
    var latest: Date { time.withLock { $0.latest } }

    func advance(by duration: Duration) {
        time.withLock { $0.elapsed += duration }
    }

    /// The wall clock is set, forward or back.
    func jump(seconds: Double) {
        time.withLock { $0.jumpSeconds += seconds }
    }
}
