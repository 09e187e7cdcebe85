internal import Dubber
package import Foundation
package import Logging
internal import Recordings
internal import Registry
internal import Resolution
internal import SliceCache
internal import Storage
internal import Transport

/// An explanation of one row in both of its forms, for the command line: the debug endpoint's answer.
package struct RowExplanation: Sendable {
    package let json: String
    package let text: String

    /// Explains a row, opening only what that takes: the registry, and index and cache to read alone.
    ///
    /// A live probe spends quota, and counts it in the index: it needs the data directory for itself.
    ///
    /// - Parameters:
    ///   - query: the row, the user, and how far to go.
    ///   - configuration: with the data directory.
    ///   - logger: for what goes wrong.
    ///   - now: the clock.
    /// - Throws: `probeBesideService` for a live probe beside a running service, `RegistryError`, `cacheNotUsable`.
    package init(
        _ query: DebugQuery,
        configuration: ServiceConfiguration,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        let stores = Stores(configuration: configuration, logger: logger, now: now)
        let lock = try query.probe == .live ? stores.lock(for: "explain") { .probeBesideService(holder: $0) } : nil
        defer { lock?.release() }
        let registry = try stores.registry(.part(users: [query.username], servers: [query.segment.telSysID]))
        defer { registry.close() }
        let inventory = try stores.inventory()
        defer { inventory.close() }
        var clientConfiguration = HTTPClientConfiguration()
        clientConfiguration.egress = configuration.egress
        let client = try HTTPClient(configuration: clientConfiguration, logger: logger)
        let dubber = await KeptDubber(
            configuration: configuration,
            access: lock == nil ? .reading : .writing,
            client: client,
            metrics: ServiceMetrics(),
            logger: logger,
            now: now
        )
        let explainer = ResolutionExplainer(
            registry: registry,
            resolver: EntryResolver(isFeatureEnabled: configuration.isFeatureEnabled),
            provider: dubber.provider,
            audio: inventory
        )
        let answer = await explainer.explain(query.segment, username: query.username, probe: query.probe)
        await client.shutdown()
        await dubber.close()
        let encoder = JSONAnswer.encoder
        encoder.outputFormatting.insert(.prettyPrinted)
        json = (try? encoder.encode(answer)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        text = answer.readable
    }
}
