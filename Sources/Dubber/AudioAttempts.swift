package import Foundation
package import Recordings

/// Which of a recording's locations have not served, and which hosts are therefore out: pure.
package struct AudioAttempts: Sendable {
    /// Refused addresses remembered; a recording that is refused more often has used up its hosts long before.
    package static let maximumRefused = 64

    private let youngestExpirySeconds: TimeInterval
    package private(set) var refused: Set<Secret> = []
    private var out: [HostPosition: AudioOriginError] = [:]
    /// The address that took an expired one's place, and when.
    private var replacements: [HostPosition: (url: Secret, at: Date)] = [:]
    private var expiring: Set<HostPosition> = []

    package init(youngestExpiry: Duration) {
        youngestExpirySeconds = youngestExpiry / .seconds(1)
    }

    /// Why a host is not asked any more.
    package func reasonOut(_ position: HostPosition) -> AudioOriginError? {
        out[position]
    }

    /// Takes note of a location that did not serve; the same one twice, from two readers, counts once.
    package mutating func refuse(_ refusal: RefusedAudioLocation, now: Date) {
        if refused.count >= Self.maximumRefused {
            refused.removeAll()
        }
        guard refused.insert(refusal.location.url).inserted else {
            return
        }
        let host = refusal.location.host
        switch refusal.cause {
        case .missing:
            out[host] = .notFound
        case .failed:
            out[host] = .failed(.unexpectedAnswer)
        case .expired:
            if let replacement = replacements[host], replacement.url == refusal.location.url,
                now.timeIntervalSince(replacement.at) < youngestExpirySeconds
            {
                out[host] = .failed(.unexpectedAnswer)
            } else {
                expiring.insert(host)
            }
        }
    }

    /// Takes note of a location about to be tried.
    ///
    /// - Returns: whether it is worth trying; an address that was refused before puts its host out.
    package mutating func offer(_ location: AudioLocation, now: Date) -> Bool {
        guard !refused.contains(location.url) else {
            out[location.host] = .failed(.unexpectedAnswer)
            return false
        }
        if expiring.remove(location.host) != nil {
            replacements[location.host] = (location.url, now)
        }
        return true
    }
}
