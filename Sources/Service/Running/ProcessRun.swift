internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Runs services until SIGTERM or SIGINT: the first signal lets what is under way finish, the second cuts it off.
struct ProcessRun: Sendable {
    let configuration: ServiceGroupConfiguration
    let logger: Logger

    private enum End: Sendable {
        case services
        case secondSignal
    }

    /// - Throws: what a service failed with.
    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let group = ServiceGroup(configuration: configuration)
        try await withThrowingTaskGroup(of: End.self) { tasks in
            tasks.addTask {
                try await group.run()
                return .services
            }
            tasks.addTask {
                var isStopping = false
                for await _ in signals where !Task.isCancelled {
                    guard !isStopping else { return .secondSignal }
                    isStopping = true
                    await group.triggerGracefulShutdown()
                }
                return .services
            }
            if try await tasks.next() == .secondSignal {
                logger.warning("second signal: what is under way is cut off")
            }
            tasks.cancelAll()
            do {
                try await tasks.waitForAll()
            } catch is CancellationError {
                // That is how it was ended.
            }
        }
    }
}
