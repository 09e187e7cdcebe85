/// Why a transfer failed; each case is something that a caller does differently, counts apart or shows.
package enum TransportError: Error, Sendable, Hashable {
    /// The address cannot be used: malformed, not ASCII, or with credentials in it.
    case invalidURL
    /// Method, header fields or body cannot be sent as they are.
    case invalidRequest
    /// Scheme or address is not one that the service may speak to.
    case refusedByEgress
    case nameNotResolved
    /// Nothing listens, or the network does not reach it.
    case connectFailed
    /// The secure connection could not be made, or the certificate is not trusted.
    case tlsFailed
    case connectTimedOut
    /// Connected, but no head came within the limit.
    case firstByteTimedOut
    /// The body stood still for longer than the limit, while we were reading.
    case stalled
    /// The whole transfer took longer than its limit.
    case totalTimedOut
    /// The peer reset or closed the connection before the end.
    case brokenOff
    /// A connection used before turned out to be closed when the request was sent on it; nothing of an answer came.
    case staleConnection
    /// A redirect that may not be followed.
    case redirectRefused
    case tooManyRedirects
    /// More bytes than the reader wanted to hold.
    case bodyTooLarge
    case headersTooLarge
    /// Not HTTP, or HTTP that cannot be trusted.
    case protocolViolation
    /// The client's own queue is full: nothing was sent.
    case overloaded
    /// The task was cancelled, or the body was given up.
    case cancelled
    /// The client has been shut down.
    case stopped

    /// The stable word for logs and metrics.
    package var reason: String {
        switch self {
        case .invalidURL: "invalidURL"
        case .invalidRequest: "invalidRequest"
        case .refusedByEgress: "refusedByEgress"
        case .nameNotResolved: "nameNotResolved"
        case .connectFailed: "connectFailed"
        case .tlsFailed: "tlsFailed"
        case .connectTimedOut: "connectTimedOut"
        case .firstByteTimedOut: "firstByteTimedOut"
        case .stalled: "stalled"
        case .totalTimedOut: "totalTimedOut"
        case .brokenOff: "brokenOff"
        case .staleConnection: "staleConnection"
        case .redirectRefused: "redirectRefused"
        case .tooManyRedirects: "tooManyRedirects"
        case .bodyTooLarge: "bodyTooLarge"
        case .headersTooLarge: "headersTooLarge"
        case .protocolViolation: "protocolViolation"
        case .overloaded: "overloaded"
        case .cancelled: "cancelled"
        case .stopped: "stopped"
        }
    }

    /// Whether the same request may succeed later, or on another host, with nothing changed.
    package var isRetryable: Bool {
        switch self {
        case .nameNotResolved, .connectFailed, .tlsFailed, .connectTimedOut, .firstByteTimedOut, .stalled,
            .totalTimedOut,
            .brokenOff, .staleConnection, .protocolViolation, .overloaded:
            true
        case .invalidURL, .invalidRequest, .refusedByEgress, .redirectRefused, .tooManyRedirects, .bodyTooLarge,
            .headersTooLarge, .cancelled, .stopped:
            false
        }
    }
}
