import Synchronization
import Transport

/// Time that passes only when somebody waits.
final class TestPace: Sendable {
    private let time = Mutex(Duration.zero)
    private let waits = Mutex<[Duration]>([])

    var pace: Pace {
        Pace(
            elapsed: { self.time.withLock { $0 } },
            sleep: { duration in
                try Task.checkCancellation()
                self.time.withLock { $0 += duration }
                self.waits.withLock { $0.append(duration) }
                await Task.yield()
            }
        )
    }

    /// How long was waited, each time.
    var waited: [Duration] { waits.withLock { $0 } }

    /// Time that stands: who waits does so until it is given up.
    static let standing = Pace(
        elapsed: { .zero },
        sleep: { _ in
            let (never, held) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            withExtendedLifetime(held) {}
            try Task.checkCancellation()
        }
    )
}
