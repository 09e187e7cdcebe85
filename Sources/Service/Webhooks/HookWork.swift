internal import ServiceLifecycle

/// What webhooks' events leave to be done once they are answered, one after the other, until the service stops.
///
/// Whatever is dropped or cut off is only late: the next question reads the list.
struct HookWork: ServiceLifecycle.Service {
    /// The most that waits; more is dropped.
    static let maximumWaiting = 1_000

    private let tasks: AsyncStream<@Sendable () async -> Void>
    private let channel: AsyncStream<@Sendable () async -> Void>.Continuation

    init() {
        (tasks, channel) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.maximumWaiting))
    }

    func add(_ task: @escaping @Sendable () async -> Void) {
        channel.yield(task)
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            for await task in tasks { await task() }
        }
    }
}
