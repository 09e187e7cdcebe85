/// Why the service cannot start, apart from its configuration and registry.
package enum ServiceStartError: Error, Sendable, Hashable, CustomStringConvertible {
    case directoryNotUsable(path: String)
    case signingKeyUnreadable(path: String)
    case signingKeysBothLive(until: String)
    case hookKeyUnreadable(path: String)
    case certificateNotUsable(certificate: String, key: String)
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
        case .signingKeysBothLive(let until):
            "Two signing keys are live; the older one is accepted until \(until). Wait until then, or use --sudden: every audio "
                + "URL given out so far stops working at once."
        case .hookKeyUnreadable(let path):
            "The webhooks' key \(path) cannot be read or made: it must hold 32 bytes in Base64. Without it, delete it: the "
                + "webhooks have to be registered at Dubber anew."
        case .certificateNotUsable(let certificate, let key):
            "TLS cannot be served with the certificate \(certificate) and the key \(key): both must be PEM files, and belong together."
        case .cacheNotUsable(let problem):
            "The audio cache cannot be opened: \(problem)."
        case .addressNotUsable(let host, let port):
            "Nothing can listen on \(host):\(port); is it in use, or not an address of this machine?"
        case .demonstrationNotReady(let problem):
            "The demonstration cannot be set up: \(problem)."
        }
    }
}
