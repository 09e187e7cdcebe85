package import Foundation
package import Recordings

/// Which of a recording's locations have not served, and which hosts are therefore out: pure.
///
/// A playback asks for a part at a time over minutes or hours, so what failed is not out for ever: a store that was away for a moment is asked
/// again, at the address that is known, which spends no call of the provider's API.
package struct AudioAttempts: Sendable {
    /// Refused addresses remembered; a recording that is refused more often has used up its hosts long before.
    package static let maximumRefused = 64
    /// After so long a store that failed is asked again.
    package static let storePauseSeconds: TimeInterval = 5

    private let youngestExpirySeconds: TimeInterval
    /// Each until when.
    private var refusals: [Secret: Date] = [:]
    private var out: [HostPosition: (error: AudioOriginError, until: Date)] = [:]
    /// The address that took an expired one's place, and when.
    private var replacements: [HostPosition: (url: Secret, at: Date)] = [:]
    private var expiring: Set<HostPosition> = []

    package init(youngestExpiry: Duration) {
        youngestExpirySeconds = youngestExpiry / .seconds(1)
    }

    /// Addresses not to be used.
    package func refused(now: Date) -> Set<Secret> {
        Set(refusals.lazy.filter { $0.value > now }.map(\.key))
    }

    /// Why a host is not asked now.
    package func reasonOut(_ position: HostPosition, now: Date) -> AudioOriginError? {
        out[position].flatMap { $0.until > now ? $0.error : nil }
    }

    /// Takes note of a location that did not serve; the same one twice, from two readers, counts once.
    package mutating func refuse(_ refusal: RefusedAudioLocation, now: Date) {
        if refusals.count >= Self.maximumRefused {
            refusals.removeAll()
        }
        let (url, host) = (refusal.location.url, refusal.location.host)
        guard refusals[url].map({ $0 <= now }) ?? true else {
            return
        }
        switch refusal.cause {
        case .missing:
            refusals[url] = .distantFuture
            out[host] = (.notFound, .distantFuture)
        case .failed:
            let until = now + Self.storePauseSeconds
            refusals[url] = until
            out[host] = (.failed(.unexpectedAnswer), until)
        case .refused:
            refusals[url] = .distantFuture
            out[host] = (.failed(.unexpectedAnswer), now + Self.storePauseSeconds)
        case .expired, .gone:
            refusals[url] = .distantFuture
            if let replacement = replacements[host], replacement.url == url,
                now.timeIntervalSince(replacement.at) < youngestExpirySeconds
            {
                putOut(host, refusal.cause == .gone ? .notFound : .failed(.unexpectedAnswer), now: now)
            } else {
                expiring.insert(host)
            }
        }
    }

    /// Takes note of a location about to be tried.
    ///
    /// - Returns: whether it is worth trying; an address that was refused before puts its host out.
    package mutating func offer(_ location: AudioLocation, now: Date) -> Bool {
        guard refusals[location.url].map({ $0 <= now }) ?? true else {
            putOut(location.host, .failed(.unexpectedAnswer), now: now)
            return false
        }
        if expiring.remove(location.host) != nil {
            replacements[location.host] = (location.url, now)
        }
        return true
    }

    /// A host whose fresh addresses are refused is left alone for as long as one would have had to live.
    private mutating func putOut(_ host: HostPosition, _ error: AudioOriginError, now: Date) {
        out[host] = (error, now + youngestExpirySeconds)
    }
}
