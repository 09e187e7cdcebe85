package import Foundation
import Hummingbird
package import Logging
import ServiceLifecycle

/// A server that behaves like the provider: regions, tokens, recording lists, presigned audio, quotas, and faults on
/// demand.
///
/// Regions are path prefixes: `http://HOST:PORT/uk1/v1/...`. Audio lies under `/store/`. The simulator's own are `/admin/faults`,
/// `/admin/limits`, `/admin/counters`, and `/admin/recordings/REGION/ACCOUNT` to add and delete recordings.
///
/// ```swift
/// let simulator = try DubberSimulator(configuration: .examples(endingAt: .now), logger: logger) { port in ... }
/// try await simulator.run()
/// ```
package struct DubberSimulator: Service {
    /// To switch faults on and off while it runs.
    package let faults: SimulatorFaults
    /// What was asked of it so far.
    package let counters: SimulatorCounters
    /// What keys have used up; its rules may be changed while it runs.
    package let quotas: KeyQuotas

    private let application: Application<SimulatorResponder>

    /// Loads the audio and prepares the server; nothing is bound before ``run()``.
    ///
    /// - Parameters:
    ///   - configuration: what it pretends to be.
    ///   - host: the address to listen on.
    ///   - port: 0 takes a free one.
    ///   - logger: for the server's own messages.
    ///   - now: the clock of tokens, quotas, expiry and visibility.
    ///   - sleep: waits for the slow faults.
    ///   - onListening: called with the bound port once requests are accepted.
    /// - Throws: when the configuration contradicts itself or its audio cannot be loaded.
    package init(
        configuration: SimulatorConfiguration,
        host: String = "127.0.0.1",
        port: Int = 0,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(SimulatorError) {
        let catalogue = try Catalogue(configuration, examples: ExampleRecordings())
        let tokens = IssuedTokens()
        faults = SimulatorFaults()
        counters = SimulatorCounters()
        quotas = KeyQuotas(rules: configuration.quota)
        let responder = SimulatorResponder(
            configuration: configuration,
            limits: SimulatorLimits(quotas: quotas, cursorsAreInclusive: configuration.cursorsAreInclusive),
            catalogue: catalogue,
            faults: faults,
            counters: counters,
            tokenEndpoint: TokenEndpoint(
                catalogue: catalogue,
                rules: configuration.tokens,
                tokens: tokens,
                quotas: quotas
            ),
            gate: APIGate(
                requiresJSONContentType: configuration.requiresJSONContentType,
                catalogue: catalogue,
                tokens: tokens,
                quotas: quotas
            ),
            store: AudioStore(
                catalogue: catalogue,
                presigned: PresignedURL(),
                urlLifetimeSeconds: configuration.audioURLLifetimeSeconds
            ),
            now: now,
            sleep: sleep
        )
        application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: "dubber-simulator"
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    /// Serves until the surrounding service group shuts down gracefully or the task is cancelled.
    ///
    /// - Throws: when the address cannot be bound.
    package func run() async throws {
        try await application.run()
    }
}
