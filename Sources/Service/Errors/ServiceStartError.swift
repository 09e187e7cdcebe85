internal import Foundation

/// Why the service cannot start, apart from its configuration and registry.
package enum ServiceStartError: Error, Sendable, Hashable, CustomStringConvertible {
    case directoryNotUsable(path: String)
    /// Another process has the data directory.
    case directoryInUse(path: String, holder: String)
    case directoryNotLockable(path: String, problem: String)
    /// A live probe beside a service that counts its own quota.
    case probeBesideService(holder: String)
    /// A purge beside a service that would go on playing; `call` is what to ask it.
    case purgeBesideService(holder: String, call: String)
    case purgeIncomplete(deleted: Int, kept: Int)
    case signingKeyUnreadable(path: String)
    case signingKeysBothLive(until: String)
    case hookKeyUnreadable(path: String)
    case certificateNotUsable(certificate: String, key: String)
    case cacheNotUsable(problem: String)
    case addressNotUsable(host: String, port: Int, problem: AddressProblem)
    case demonstrationNotReady(problem: String)
    /// Nobody could sign in by the identity provider that is configured.
    case signInNotUsable(problem: String)

    package var description: String {
        switch self {
        case .directoryNotUsable(let path):
            "The data directory \(path) cannot be created or used."
        case .directoryInUse(let path, let holder):
            "The data directory \(path) is in use by \(holder). One process at a time may have it: stop that one, or use another directory."
        case .directoryNotLockable(let path, let problem):
            "The data directory \(path) cannot be used: \(problem)."
        case .probeBesideService(let holder):
            "The data directory is in use by \(holder), and a live probe would spend its quota unseen. Ask it at "
                + "GET /v1/debug/resolution with an admin token, or use --probe cached."
        case .purgeBesideService(let holder, let call):
            "The data directory is in use by \(holder), which would go on playing what was deleted. Ask it with "
                + "\(call) and an admin token, or stop it first."
        case .purgeIncomplete(let deleted, let kept):
            "Deleted the audio of \(deleted) recordings; that of \(kept) more cannot be deleted."
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
        case .addressNotUsable(let host, let port, let problem):
            "Nothing can listen on \(host.contains(":") ? "[\(host)]" : host):\(port): \(problem)"
        case .signInNotUsable(let problem):
            "Signing in by oidc.issuer is not possible: \(problem)."
        case .demonstrationNotReady(let problem):
            "The demonstration cannot be set up: \(problem)."
        }
    }
}
