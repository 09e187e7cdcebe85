package import Recordings

/// Why a request to the provider brought nothing; each case is something that the caller does differently.
package enum DubberError: Error, Sendable, Hashable {
    /// The host field is empty, malformed or refused by the egress rules.
    case hostNotUsable
    case unreachable
    /// A connection kept open was closed just then: asked again.
    case connectionLost
    case timedOut
    /// Not asked: the host failed several times in a row and is left alone for a while.
    case hostDown(ProviderFailure)
    /// 1003, OAuth errors: nothing more is asked with these credentials.
    case credentialsRefused
    /// 1019, 1020: nothing more is asked with this key.
    case keyRefused
    /// 401, 1038: refresh once, retry once.
    case tokenRejected
    /// 1010, any other 403.
    case notPermitted
    /// 1021, 429: wait, retry.
    case rateLimited(retryAfterSeconds: Int?)
    /// 1022: nothing more until the quota resets.
    case quotaExhausted(retryAfterSeconds: Int?)
    /// 1024: back off, retry.
    case overCapacity(retryAfterSeconds: Int?)
    /// 500, 502, 503, 504: the next host.
    case serverFailed
    /// 1009, 404.
    case notFound
    /// 400, 2000: the request itself is not understood.
    case requestRefused
    /// HTML, malformed JSON, a missing field, a redirect, too many bytes.
    case unexpectedAnswer
    case accountUnknown
    /// The detail of a recording tells no address of its audio.
    case audioWithheld
    /// The provider is still at work on the recording.
    case recordingNotReady
    /// The list has a record of about the time that cannot be read: whether it is the call's is not known.
    case recordUnreadable
    /// Not asked: our own count of the day's allowance is spent.
    case allowanceSpent(retryAfterSeconds: Int)
    /// Not asked: too many requests wait for this key, or for a connection.
    case tooManyWaiting
    case cancelled

    /// The stable word for logs and metrics.
    package var reason: String {
        switch self {
        case .hostDown: "hostDown"
        case .tokenRejected: "tokenRejected"
        case .notFound: "notFound"
        case .requestRefused: "requestRefused"
        case .recordUnreadable: "recordUnreadable"
        case .allowanceSpent: "allowanceSpent"
        case .tooManyWaiting: "tooManyWaiting"
        case .cancelled: "cancelled"
        default: failure.reason
        }
    }

    /// What the rest of the service is told.
    package var failure: ProviderFailure {
        switch self {
        case .hostNotUsable: .hostNotUsable
        case .unreachable, .connectionLost: .unreachable
        case .timedOut: .timedOut
        case .hostDown(let last): last
        case .credentialsRefused, .tokenRejected: .credentialsRefused
        case .keyRefused: .keyRefused
        case .notPermitted: .notPermitted
        case .rateLimited, .tooManyWaiting: .rateLimited
        case .quotaExhausted, .allowanceSpent: .quotaExhausted
        case .overCapacity, .serverFailed: .overloaded
        case .requestRefused, .unexpectedAnswer, .recordUnreadable, .cancelled: .unexpectedAnswer
        case .audioWithheld: .audioWithheld
        case .recordingNotReady: .recordingNotReady
        case .accountUnknown, .notFound: .accountUnknown
        }
    }

    /// In how many seconds asking again may help, where that is known.
    var retryAfterSeconds: Int? {
        switch self {
        case .rateLimited(let seconds), .quotaExhausted(let seconds), .overCapacity(let seconds): seconds
        case .allowanceSpent(let seconds): seconds
        default: nil
        }
    }

    /// Whether nothing was asked for want of our own means, so that the rows stay unknown rather than failed.
    var isOwnLimit: Bool {
        switch self {
        case .allowanceSpent, .tooManyWaiting, .cancelled: true
        default: false
        }
    }

    /// Whether the day's allowance is used up, by our own count or by the provider's word.
    var isDayUsedUp: Bool {
        switch self {
        case .allowanceSpent, .quotaExhausted: true
        default: false
        }
    }

    /// Whether the host itself, rather than a key or a request, is at fault.
    var isHostAtFault: Bool {
        switch self {
        case .unreachable, .connectionLost, .timedOut, .overCapacity, .serverFailed, .unexpectedAnswer: true
        default: false
        }
    }

    /// A sentence for the debug endpoint.
    var sentence: String {
        switch self {
        case .hostNotUsable: "The host field is empty, malformed, or not allowed by the egress rules."
        case .unreachable, .connectionLost: "No connection could be made or kept."
        case .timedOut: "The host was silent for longer than the limit."
        case .hostDown(let last): "Not asked: the host failed several times in a row, last with \(last.reason)."
        case .credentialsRefused: "The credentials were refused; nothing is asked with them until the entry is changed."
        case .keyRefused: "The key is not recognised or inactive; nothing is asked with it until the entry is changed."
        case .tokenRejected: "A fresh token was rejected."
        case .notPermitted: "The key may not do this, or the plan lacks the feature."
        case .rateLimited: "Too many queries a second, also after waiting."
        case .quotaExhausted: "The provider says that the day's quota is used up."
        case .overCapacity: "The provider is over capacity, also after waiting."
        case .serverFailed: "The provider failed inside."
        case .notFound: "The account does not exist on this host, or the path is wrong."
        case .requestRefused: "The provider did not understand the request."
        case .unexpectedAnswer: "The answer is not the API's."
        case .accountUnknown: "Neither the host field nor the profile tells the account."
        case .audioWithheld: "The recording's detail tells no address of its audio."
        case .recordingNotReady: "The provider is still at work on the recording."
        case .recordUnreadable: "The list has a record of about that time which cannot be read."
        case .allowanceSpent: "Not asked: the day's allowance is spent."
        case .tooManyWaiting: "Not asked: too many requests are waiting."
        case .cancelled: "Not asked: the request was given up."
        }
    }
}
