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

/// Why nothing can listen on an address.
///
/// Source: bind(2).
package enum AddressProblem: Sendable, Hashable {
    case inUse
    case notOfThisMachine
    case notPermitted
    /// A name that stands for no address.
    case unknownHost
    case other(errno: Int32)

    /// `nil` for what has nothing to do with an address.
    package init?(_ error: any Error) {
        if error is SocketAddressError.UnknownHost || error is SocketAddressError {
            self = .unknownHost
        } else if let error = error as? IOError {
            self.init(errno: error.errnoCode)
        } else {
            return nil
        }
    }

    private init(errno code: Int32) {
        self =
            switch code {
            case EADDRINUSE: .inUse
            case EADDRNOTAVAIL: .notOfThisMachine
            case EACCES, EPERM: .notPermitted
            default: .other(errno: code)
            }
    }

    /// Tries an address, before anything is opened in vain.
    ///
    /// - Returns: `nil` where something can listen there, now at least.
    static func ofListening(on host: String, port: Int) -> AddressProblem? {
        let address: SocketAddress
        do {
            address = try SocketAddress.makeAddressResolvingHost(host, port: port)
        } catch {
            return AddressProblem(error)
        }
        let socket = Glibc.socket(address.protocol == .inet6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return AddressProblem(errno: errno) }
        defer { close(socket) }
        // As the server does: what is left of earlier connections is in nobody's way.
        var isOn: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        return address.withSockAddr { pointer, size in
            bind(socket, pointer, socklen_t(size)) == 0 ? nil : AddressProblem(errno: errno)
        }
    }
}
