package import Foundation

/// Where the audio of one recording lies at the provider: short-lived locations on the first host, then on the second.
///
/// Several flights of one recording share an origin; implementations are safe to call concurrently and make one provider request for all
/// who wait.
package protocol AudioOrigin: Sendable {
    /// The location to fetch from.
    ///
    /// - Parameter refused: `nil` for the first attempt, answered from memory while a location is fresh. Otherwise the location that failed
    ///   and how: one that expired, or may have, is replaced on the same host, once; any other failure moves on to the next host. One that was refused
    ///   is not given to others either.
    /// - Returns: a location that was not refused before.
    /// - Throws: when no host is left.
    func location(after refused: RefusedAudioLocation?) async throws(AudioOriginError) -> AudioLocation
}

/// A presigned address of a recording's audio.
package struct AudioLocation: Sendable, Hashable {
    /// The address, to be used byte for byte: re-encoding breaks its signature.
    ///
    /// It is presigned, and therefore secret.
    package let url: Secret
    package let host: HostPosition
    /// When the provider forgets the recording; audio is never served after this.
    package let expiryTime: Date?

    package init(url: Secret, host: HostPosition, expiryTime: Date?) {
        self.url = url
        self.host = host
        self.expiryTime = expiryTime
    }
}

/// A location that did not serve, and how.
package struct RefusedAudioLocation: Sendable, Hashable {
    package enum Cause: Sendable, Hashable {
        /// The presigned URL has expired: 400, 401, 403 or 419, as the store has it.
        case expired
        /// 410: expired, or, when a fresh address is answered so as well, missing.
        case gone
        /// The store does not serve at the moment, or broke off; the address may be as good as ever.
        case failed
        /// The store answered what cannot be used or trusted.
        case refused
        /// 404: the store does not have it.
        case missing
    }

    package let location: AudioLocation
    package let cause: Cause

    package init(location: AudioLocation, cause: Cause) {
        self.location = location
        self.cause = cause
    }
}

/// Why no location of a recording's audio is left to try.
package enum AudioOriginError: Error, Sendable, Hashable {
    /// No host has the recording.
    case notFound
    /// The provider has forgotten the recording.
    case expired
    /// The hosts failed; the reason of the one that can be asked again soonest, and in how many seconds where that is known.
    case failed(ProviderFailure, retryAfterSeconds: Int? = nil)
}
