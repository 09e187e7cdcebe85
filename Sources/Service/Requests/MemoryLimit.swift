internal import Foundation
internal import HTTPTypes
internal import Hummingbird
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

/// Memory as the system counts it.
package enum MemoryFigures {
    /// Of what the system or the container gives, where nothing is configured.
    static let share = 0.75

    /// The text of `memory.max` of the process's control group.
    ///
    /// Source: cgroups(7): the group is named in `/proc/self/cgroup`; within a container the name is `/`.
    static func groupLimit() -> String? {
        let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
        let path = groups.split(separator: "\n").first { $0.hasPrefix("0::") }?.dropFirst(3) ?? "/"
        return try? String(contentsOfFile: "/sys/fs/cgroup\(path)/memory.max", encoding: .utf8)
    }

    /// What may be held where nothing is configured.
    ///
    /// - Parameters:
    ///   - group: the text of `memory.max` of the process's control group, `max` without a limit (Linux, cgroup-v2).
    ///   - machineBytes: of the whole machine.
    /// - Returns: bytes.
    package static func given(group: String?, machineBytes: UInt64) -> Int {
        let groupBytes = group.flatMap { UInt64($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        return Int(Double(min(groupBytes ?? machineBytes, machineBytes)) * share)
    }

    /// Resident memory that is no file's: mapped audio goes when the system wants it to.
    ///
    /// Source: proc(5), `statm`: pages in all, resident, of those shared with files.
    package static func ownBytes(statm: String) -> Int {
        let pages = statm.split(separator: " ").prefix(3).compactMap { Int($0) }
        guard pages.count == 3 else { return 0 }
        return max(0, pages[1] - pages[2]) * sysconf(Int32(_SC_PAGESIZE))
    }
}

/// Refuses requests while ``MemoryLimit`` is reached, before anything is done for them; who watches the service is answered still.
struct MemoryMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    private static let spared: Set<String> = ["/healthz", "/readyz", "/metrics"]

    let limit: MemoryLimit

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !limit.isReached || Self.spared.contains(request.uri.path) else {
            throw Problem(
                status: 503,
                code: "memoryShort",
                title: "Too much to do",
                detail: "The service holds as much memory as it may.",
                isRetryable: true,
                retryAfterSeconds: 5
            )
        }
        return try await next(request, context)
    }
}
