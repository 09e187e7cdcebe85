import DubberSimulator
import Foundation
import Logging
import Recordings
import Registry
import Service
import ServiceLifecycle
import TestSupport
import Testing
import Transport

/// A running service with its simulator: its own folder and ports, the sample registry, a token of each role.
struct ServiceUnderTest: Sendable {
    static let reportToken = "report-token"
    static let adminToken = "admin-token"

    let service: PlaybackService
    let provider: RunningSimulator
    let folder: DataFolder
    private(set) var client: ServiceClient
    private let group: ServiceGroup

    var registry: Registry { service.registry }
    var faults: SimulatorFaults { provider.simulator.faults }
    var counts: SimulatorCounters.Snapshot { provider.simulator.counters.snapshot }
    var clock: TestClock { provider.clock }
    var gate: Barrier { provider.gate }
    /// Bytes of audio that the simulator wrote, on all hosts.
    var audioBytesSent: Int64 { counts.audioBytesSent.values.reduce(0, +) }

    /// Runs a service and a simulator for as long as the body takes.
    static func run(
        _ setup: Setup = Setup(),
        logger: Logger = RunningSimulator.quiet,
        _ body: @Sendable (ServiceUnderTest) async throws -> Void
    ) async throws {
        let folder = try DataFolder()
        try await RunningSimulator.run(setup) { provider in
            try await run(setup, over: provider, in: folder, logger: logger, body)
        }
    }

    /// Runs a service over a simulator that may outlive it, in a folder that may have been used before; then stops it gracefully.
    static func run(
        _ setup: Setup,
        over provider: RunningSimulator,
        in folder: DataFolder,
        logger: Logger = RunningSimulator.quiet,
        _ body: @Sendable (ServiceUnderTest) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let certificate = setup.wire.isSecure ? try await TestCertificate(in: folder) : nil
        let service = try await PlaybackService(
            configuration: setup.configuration(dataDirectory: folder.path, certificate: certificate),
            logger: logger,
            now: { provider.clock.now },
            onListening: { listening.yield($0) }
        )
        try service.registry.importFile(SampleCompany.importFile(port: provider.port))
        try service.registry.ensureToken(name: "report", role: .report, secret: Secret(reportToken))
        try service.registry.ensureToken(name: "admin", role: .admin, secret: Secret(adminToken))
        let group = ServiceGroup(configuration: .init(services: [service], logger: logger))
        let http = try HTTPClient(configuration: .forLoopback, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { listening.finish() }
                try await group.run()
            }
            for await port in ports {
                let client = ServiceClient(http: http, port: port, wire: setup.wire)
                try await body(
                    ServiceUnderTest(service: service, provider: provider, folder: folder, client: client, group: group)
                )
                break
            }
            await http.shutdown()
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// The same service, reached in another way that it has.
    func reached(over wire: Wire) -> ServiceUnderTest {
        precondition(wire.isSecure == client.wire.isSecure, "a service has TLS or has it not")
        var service = self
        service.client.wire = wire
        return service
    }

    /// Asks the service to stop, as SIGTERM does; returns at once.
    func stop() async {
        await group.triggerGracefulShutdown()
    }

    /// Imports the sample registry again with another assignment for the supervisor.
    func assign(_ entry: String?) throws {
        try registry.importFile(SampleCompany.importFile(port: provider.port, assignment: entry))
    }

    /// Path and query under which the supervisor can hear a recording.
    func audioURL(for row: SampleRow = SampleRow()) async throws -> String {
        let result = try await client.availability([row]).first
        let recordings = try #require(result?.recordings)
        return try #require(recordings.first).audioURL
    }
}
