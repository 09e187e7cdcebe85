/// Why the service cannot start, apart from its configuration and registry.
package enum ServiceStartError: Error, Sendable, Hashable, CustomStringConvertible {
    case directoryNotUsable(path: String)
    case signingKeyUnreadable(path: String)
    case cacheNotUsable(problem: String)
    case addressNotUsable(host: String, port: Int)
    case demonstrationNotReady(problem: String)

    package var description: String {
        switch self {
        case .directoryNotUsable(let path):
            "The data directory \(path) cannot be created or used."
        case .signingKeyUnreadable(let path):
            "The signing key \(path) cannot be read or made: it must hold 32 bytes in Base64. Without it, delete it: audio URLs "
                + "given out so far stop working."
        case .cacheNotUsable(let problem):
            "The audio cache cannot be opened: \(problem)."
        case .addressNotUsable(let host, let port):
            "Nothing can listen on \(host):\(port); is it in use, or not an address of this machine?"
        case .demonstrationNotReady(let problem):
            "The demonstration cannot be set up: \(problem)."
        }
    }
}
