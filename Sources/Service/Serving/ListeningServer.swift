internal import Glibc
internal import NIOCore
internal import ServiceLifecycle

/// The server, which says in the service's own words why it cannot listen.
struct ListeningServer: ServiceLifecycle.Service {
    let host: String
    let port: Int
    /// Set once it listens: what fails from then on is something else.
    let isListening: StoppingFlag
    /// Called when the server is cut off, of which it would complain.
    let onCutOff: @Sendable () -> Void
    let server: any ServiceLifecycle.Service

    func run() async throws {
        do {
            try await withTaskCancellationHandler {
                try await server.run()
            } onCancel: {
                onCutOff()
            }
        } catch  where !isListening.isSet {
            guard let problem = AddressProblem(error) else { throw error }
            throw ServiceStartError.addressNotUsable(host: host, port: port, problem: problem)
        }
    }
}
