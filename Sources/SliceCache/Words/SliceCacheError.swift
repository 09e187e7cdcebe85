package import Recordings

/// Why audio cannot be had from the cache or through it.
package enum SliceCacheError: Error, Sendable, Hashable {
    /// No host of the entry has the recording.
    case notFound
    /// The provider has forgotten the recording.
    case expired
    /// The provider's API failed.
    ///
    /// With it, when asking again can help, where that is known.
    case provider(ProviderFailure, retryAfterSeconds: Int? = nil)
    /// The store that holds the audio could not be reached, or broke off and could not be resumed.
    case storeUnreachable
    /// The store says that it cannot serve now, and when it can; that is longer than a listener is kept waiting.
    case storeBusy(retryAfterSeconds: Int)
    /// The store's answers cannot be trusted: wrong ranges, an encoding, not audio.
    case storeRefused
    /// The audio was replaced by another version while it was being read.
    case changed
    /// The recording was purged while it was being read.
    case purged
    /// More readers or flights than the limits allow.
    case overloaded
    case cancelled

    /// The stable word for logs, metrics and the HTTP API.
    package var reason: String {
        switch self {
        case .notFound: "notFound"
        case .expired: "expired"
        case .provider(let failure, _): failure.reason
        case .storeUnreachable: "audioStoreUnreachable"
        case .storeBusy: "audioStoreBusy"
        case .storeRefused: "audioStoreRefused"
        case .changed: "recordingChanged"
        case .purged: "recordingPurged"
        case .overloaded: "overloaded"
        case .cancelled: "cancelled"
        }
    }
}
