internal import Glibc
internal import NIOCore

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

extension AddressProblem: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .inUse:
            "another process does. Stop that one, or choose another port with http.port or --port; 0 takes a free one."
        case .notOfThisMachine:
            "it is no address of this machine. Set http.host to one of its own: 127.0.0.1 for this machine alone, 0.0.0.0 for all there are."
        case .notPermitted:
            "the system does not permit it. Choose a port above 1023 with http.port or --port, or give the process CAP_NET_BIND_SERVICE."
        case .unknownHost:
            "no address is known by that name. Set http.host to an address of this machine, such as 127.0.0.1."
        case .other(let code): "\(String(cString: strerror(code))). Choose others with http.host and http.port."
        }
    }
}
