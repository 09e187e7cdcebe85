internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Registry
internal import Synchronization

/// What is known of a request while it is answered.
struct ServiceRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// In every log line and in the answer's `X-Request-Id`.
    var requestID: String
    /// Set by ``RequesterMiddleware``; `nil` where neither a valid token nor a session's cookie came.
    var requester: Requester?
    /// The peer's address, canonical, without its port: the one that a proxy announced by the PROXY protocol, where it did.
    let remoteAddress: String?
    /// The address of whoever asks, canonical, where ``ClientAddressMiddleware`` has been: a trusted proxy's word counts.
    var clientAddress: String?
    /// Where the answer's audio can be sent past the task.
    let connection: AudioConnection
    /// The service's log where ``RequestMiddleware`` has been, the server's before.
    var log: Logger
    /// Where the request's time goes.
    let timing = ServerTiming()

    init(source: Source) {
        coreContext = .init(source: source)
        remoteAddress = (PeerAddress.current ?? PeerAddress(of: source.channel)).text
        clientAddress = remoteAddress
        connection = AudioConnection(channel: source.channel)
        requestID = RequestID.next().text
        log = source.logger
    }

    /// Under which log lines name the request.
    static let requestKey = "request"

    /// ``log`` with lines that name the request; made where something is said, since most requests have one line alone.
    var logger: Logger {
        var logger = log
        logger[metadataKey: Self.requestKey] = "\(requestID)"
        return logger
    }

    /// Who asks, where endpoints are for those alone who are known.
    ///
    /// - Throws: 401 for nobody.
    var known: Requester {
        get throws(Problem) {
            guard let requester else { throw .unauthenticated("This address needs an API token.") }
            return requester
        }
    }

    /// Who makes a change, for the registry's audit.
    ///
    /// - Throws: 401 for nobody.
    func author(at now: Date) throws(Problem) -> AuditAuthor {
        AuditAuthor(name: try known.name.text, remoteAddress: clientAddress, at: now)
    }

    /// Host and port that took the connection.
    var localAuthority: String? {
        guard let address = connection.channel.localAddress, let host = address.ipAddress, let port = address.port
        else {
            return nil
        }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
