internal import Logging
internal import ServiceLifecycle

/// Reads the configuration again whenever it is asked to.
///
/// What cannot be read, or is not right, changes nothing.
package struct ConfigurationReload<Requests: AsyncSequence & Sendable>: ServiceLifecycle.Service
where Requests.Element: Sendable {
    private let requests: Requests
    private let service: PlaybackService
    private let load: @Sendable () async throws -> ServiceConfiguration

    /// Makes the follower of requests.
    ///
    /// - Parameters:
    ///   - requests: each element asks for a reload.
    ///   - service: takes the configuration over.
    ///   - load: reads it.
    package init(
        requests: Requests,
        service: PlaybackService,
        load: @escaping @Sendable () async throws -> ServiceConfiguration
    ) {
        self.requests = requests
        self.service = service
        self.load = load
    }

    package func run() async throws {
        for try await _ in requests.cancelOnGracefulShutdown() { await reload() }
    }

    /// Reads the configuration once.
    package func reload() async {
        do {
            try service.reload(try await load())
        } catch let error as ConfigurationError {
            refuse("\(error)")
        } catch let error as ServiceStartError {
            refuse("\(error)")
        } catch {
            refuse("\(type(of: error))")
        }
    }

    private func refuse(_ problem: String) {
        service.logger.error("configuration not reloaded; the one in use stays", metadata: ["problem": "\(problem)"])
    }
}
