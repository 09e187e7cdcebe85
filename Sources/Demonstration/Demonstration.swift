internal import Console
internal import Dubber
internal import DubberSimulator
internal import ExampleCompany
package import Foundation
package import Logging
internal import Recordings
internal import Registry
package import Service
internal import ServiceLifecycle
internal import Transport

/// The whole service with a made-up company, its calls and a Dubber of its own, in one process: to try, to show and to develop against.
package struct Demonstration: Sendable {
    package static let reportToken = "demo-report"
    package static let adminToken = "demo-admin"

    private static let offers = [
        SignInView.Offer(
            label: "A reader of reports",
            note: "Sees the calls and listens to recordings.",
            token: reportToken
        ),
        SignInView.Offer(
            label: "An administrator",
            note: "Sees why a call cannot be played as well.",
            token: adminToken
        ),
    ]

    private let service: PlaybackService
    private let simulator: DubberSimulator

    /// A call to try with `curl`, and the user that it is playable for.
    package struct Sample: Sendable {
        package let username: String
        package let segmentJSON: String
        /// Path and query of the debug endpoint.
        package let debugTarget: String
    }

    /// Sets everything up in the configuration's data directory.
    ///
    /// - Parameters:
    ///   - configuration: of the service; its egress rules are opened for the simulator on this machine.
    ///   - logger: for everything that happens.
    ///   - now: the clock.
    ///   - onListening: called with a call to try and the service's and the simulator's bound ports once requests are accepted.
    /// - Throws: what the service or the simulator cannot start for.
    package init(
        configuration: ServiceConfiguration,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() },
        onListening: @escaping @Sendable (_ sample: Sample?, _ port: Int, _ simulatorPort: Int) async -> Void
    ) async throws {
        let configuration = Self.adapted(configuration)
        let port = try await FreePort.find()
        let calls: DemoCalls
        do {
            calls = DemoCalls(examples: try ExampleRecordings().all, now: now())
            var quiet = logger
            quiet.logLevel = max(quiet.logLevel, .notice)
            simulator = try DubberSimulator(configuration: calls.simulator(), port: port, logger: quiet, now: now)
        } catch {
            throw ServiceStartError.demonstrationNotReady(problem: "\(error)")
        }
        simulator.faults.add(Fault(.down, region: "down"))
        service = try await PlaybackService(
            configuration: configuration,
            command: "demo",
            demonstration: ConsoleDemonstration(calls: calls.callList, offers: Self.offers),
            logger: logger,
            now: now,
            onListening: { [sample = Self.sample(of: calls)] in await onListening(sample, $0, port) }
        )
        let registry = service.registry
        try registry.importFile(DemoAccount.company(simulatorPort: port, password: Self.adminToken).importFile())
        try registry.ensureToken(name: "demo-report", role: .report, secret: Secret(Self.reportToken))
        try registry.ensureToken(name: "demo-admin", role: .admin, secret: Secret(Self.adminToken))
    }

    /// The configuration with what the simulator on this machine needs.
    private static func adapted(_ configuration: ServiceConfiguration) -> ServiceConfiguration {
        var configuration = configuration
        configuration.egress.allowPlainHTTP = true
        configuration.egress.allowPrivateAddresses = true
        configuration.dubber.listener = configuration.dubber.listener ?? "playback@demo.example"
        return configuration
    }

    /// Runs service and simulator until the process is asked to stop.
    ///
    /// - Parameter load: reads the configuration again, at SIGHUP.
    /// - Throws: when the address cannot be bound, or a service fails.
    package func runProcess(load: @escaping @Sendable () async throws -> ServiceConfiguration) async throws {
        try await service.runProcess(with: [simulator]) { Self.adapted(try await load()) }
    }

    /// The newest call of the head office that has a recording.
    private static func sample(of calls: DemoCalls) -> Sample? {
        let call = calls.all.first { $0.segment.telSysID == ExampleCompany.headOffice && $0.recording != nil }
        guard let segment = call?.segment else { return nil }
        var fields = "\"segmentID\":\"\(segment.segmentID)\",\"telSysID\":\(segment.telSysID)"
        fields += ",\"startTime\":\"\(RFC3339.text(segment.startTime))\""
        if let id = segment.externalCallID { fields += ",\"externalCallID\":\"\(id)\"" }
        var target = "/v1/debug/resolution?user=supervisor&telSysID=\(segment.telSysID)"
        target += "&startTime=\(RFC3339.text(segment.startTime))"
        if let id = segment.externalCallID { target += "&externalCallID=\(id)" }
        return Sample(username: "supervisor", segmentJSON: "{\(fields)}", debugTarget: target)
    }
}
