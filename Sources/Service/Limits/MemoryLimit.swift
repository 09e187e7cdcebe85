internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Whether the process holds more memory than it may: then new work is refused until it is less again.
///
/// Everything that is held has a limit of its own; this one is for what nobody thought of. Looked at once a second.
final class MemoryLimit: ServiceLifecycle.Service {
    static let period = Duration.seconds(1)

    private let settings: RunningSettings
    private let logger: Logger
    private let given: Int
    private let isOver = Atomic<Bool>(false)

    init(settings: RunningSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        given = MemoryFigures.given(
            group: MemoryFigures.groupLimit(),
            machineBytes: ProcessInfo.processInfo.physicalMemory
        )
        look()
    }

    var isReached: Bool { isOver.load(ordering: .relaxed) }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                self.look()
                try? await Task.sleep(for: Self.period)
            }
        }
    }

    private func look() {
        let configured = settings.values.limits.memoryBytes
        let limit = configured > 0 ? configured : given
        let figures = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let held = MemoryFigures.ownBytes(statm: figures ?? "")
        let isReached = held > limit
        guard isOver.exchange(isReached, ordering: .relaxed) != isReached else { return }
        logger.log(
            level: isReached ? .error : .notice,
            isReached ? "too much memory held, new requests are refused" : "memory is below its limit again",
            metadata: ["bytes": "\(held)", "limit": "\(limit)"]
        )
    }
}
