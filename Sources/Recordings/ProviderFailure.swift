/// Why a provider's host could not answer; each case is something that a caller, an administrator or a listener does differently.
package enum ProviderFailure: Error, Sendable, Hashable {
    /// The host field is empty, malformed or refused by the egress rules: the entry must be changed.
    case hostNotUsable
    /// No connection: the name does not resolve, nothing listens, TLS fails.
    case unreachable
    /// Connected, but silent for longer than the limit.
    case timedOut
    /// Client id and secret, or Auth ID and Token, were refused (1003, OAuth errors): the entry must be changed.
    case credentialsRefused
    /// The key is not recognised or inactive (1019, 1020): the entry must be changed.
    case keyRefused
    /// A permission or a plan feature is missing (1010, any other 403).
    case notPermitted
    /// Too many queries a second, after the retries (1021).
    case rateLimited
    /// The day's quota is used up (1022).
    case quotaExhausted
    /// The service is over capacity or failed inside (1024, 500, 502, 503, 504).
    case overloaded
    /// An answer that is not the API's: HTML, malformed JSON, a missing field.
    case unexpectedAnswer
    /// The account behind the credentials could not be told from the host field or `/profile`.
    case accountUnknown
    /// The provider has the recording and keeps the address of its audio back.
    case audioWithheld
    /// The provider is still at work on the recording.
    case recordingNotReady

    /// The stable word for logs, metrics and the HTTP API.
    package var reason: String {
        switch self {
        case .hostNotUsable: "hostNotUsable"
        case .unreachable: "providerUnreachable"
        case .timedOut: "providerTimedOut"
        case .credentialsRefused: "credentialsRefused"
        case .keyRefused: "keyRefused"
        case .notPermitted: "providerNotPermitted"
        case .rateLimited: "providerRateLimited"
        case .quotaExhausted: "providerQuotaExhausted"
        case .overloaded: "providerOverloaded"
        case .unexpectedAnswer: "providerUnexpectedAnswer"
        case .accountUnknown: "accountUnknown"
        case .audioWithheld: "providerAudioWithheld"
        case .recordingNotReady: "recordingNotReady"
        }
    }

    /// Whether asking again later, with nothing changed, can help.
    package var isRetryable: Bool {
        switch self {
        case .unreachable, .timedOut, .rateLimited, .quotaExhausted, .overloaded, .unexpectedAnswer, .recordingNotReady:
            true
        case .hostNotUsable, .credentialsRefused, .keyRefused, .notPermitted, .accountUnknown, .audioWithheld: false
        }
    }
}
