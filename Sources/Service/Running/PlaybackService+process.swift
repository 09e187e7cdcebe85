internal import Logging
internal import Recordings
internal import Registry
package import ServiceLifecycle
internal import UnixSignals

/// The service as a process.
extension PlaybackService {
    /// Runs the service as the whole process: until SIGTERM or SIGINT, then at most ``ServiceConfiguration/shutdownSeconds`` longer, and no longer once a second
    /// signal comes.
    ///
    /// - Parameters:
    ///   - companions: services that live as long as this one and end after it.
    ///   - load: reads the configuration again, at SIGHUP.
    /// - Throws: when the address cannot be bound, or a service fails.
    package func runProcess(
        with companions: [any ServiceLifecycle.Service] = [],
        load: @escaping @Sendable () async throws -> ServiceConfiguration
    ) async throws {
        // Beside the start: of very many entries it takes a while to see what there is to say.
        async let told: Void = logger.tell(StartNotes(configuration, entries: registry.snapshot.entries.values))
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let reload = ConfigurationReload(requests: hangups, service: self, load: load)
        var group = ServiceGroupConfiguration(services: companions + [self, reload], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(configuration.shutdownSeconds)
        try await ProcessRun(configuration: group, logger: logger).run()
        await told
    }
}
