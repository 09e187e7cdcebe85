import DubberSimulator
import Foundation
import Logging
import TestSupport

/// A Dubber simulator on a free port, with what its slow faults wait for.
struct RunningSimulator: Sendable {
    let simulator: DubberSimulator
    let port: Int
    let clock: TestClock
    /// Slow faults last until it is opened.
    let gate: Barrier

    static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// Runs a simulator for as long as the body takes.
    static func run(
        _ setup: Setup,
        _ body: @Sendable (RunningSimulator) async throws -> Void
    ) async throws {
        try await Places.forServices.use {
            let (ports, listening) = AsyncStream<Int>.makeStream()
            let clock = TestClock()
            let gate = Barrier()
            let simulator = try DubberSimulator(
                configuration: setup.simulator,
                logger: quiet,
                now: { clock.now },
                sleep: { _ in await gate.wait() },
                onListening: { listening.yield($0) }
            )
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    defer { listening.finish() }
                    try await simulator.run()
                }
                for await port in ports {
                    try await body(RunningSimulator(simulator: simulator, port: port, clock: clock, gate: gate))
                    break
                }
                gate.open()
                tasks.cancelAll()
            }
        }
    }
}
