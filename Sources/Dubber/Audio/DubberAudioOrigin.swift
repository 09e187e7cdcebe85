internal import Foundation
package import Recordings
internal import Synchronization
internal import Transport

/// Where one recording's audio lies: the host that is known to have it first, then the others in order.
package final class DubberAudioOrigin: AudioOrigin {
    private let recording: RecordingID
    private let hosts: EntryHosts
    private let locations: AudioLocations
    private let index: any RecordingIndex
    private let hedgeDelay: Duration?
    let pace: Pace
    private let now: @Sendable () -> Date
    private let attempts: Mutex<AudioAttempts>

    init(
        recording: RecordingID,
        hosts: EntryHosts,
        locations: AudioLocations,
        index: any RecordingIndex,
        configuration: DubberConfiguration,
        pace: Pace,
        now: @escaping @Sendable () -> Date
    ) {
        self.recording = recording
        self.hosts = hosts
        self.locations = locations
        self.index = index
        self.pace = pace
        self.now = now
        hedgeDelay = configuration.hedgeDelay
        attempts = Mutex(AudioAttempts(youngestExpiry: configuration.youngestExpiry))
    }

    package func location(after refused: RefusedAudioLocation?) async throws(AudioOriginError) -> AudioLocation {
        if let refused {
            attempts.withLock { $0.refuse(refused, now: now()) }
            if let peer = hosts.usable.first(where: { $0.position == refused.location.host }) {
                locations.refuse(refused, of: recording, peer: peer)
            }
        }
        let peers = try await peersInOrder(after: refused)
        if let hedgeDelay, peers.count > 1 {
            return try await hedgedLocation(peers, delay: hedgeDelay)
        }
        var worst: AudioOriginError?
        for peer in peers {
            do {
                return try await location(on: peer)
            } catch .expired {
                throw .expired
            } catch {
                worst = Self.weightier(worst, error)
            }
        }
        throw worst ?? .failed(.hostNotUsable)
    }

    /// One host that failed leaves it open whether the recording exists; of two that did the one counts that can be asked again sooner.
    package static func weightier(_ earlier: AudioOriginError?, _ later: AudioOriginError) -> AudioOriginError {
        guard case .failed(let failure, let seconds) = later else {
            return earlier ?? later
        }
        guard case .failed(let earlierFailure, let earlierSeconds)? = earlier else {
            return later
        }
        return chance(earlierFailure, earlierSeconds) < chance(failure, seconds) ? earlier ?? later : later
    }

    /// In how many seconds asking again may help.
    private static func chance(_ failure: ProviderFailure, _ retryAfterSeconds: Int?) -> Int {
        failure.isRetryable ? retryAfterSeconds ?? 0 : .max
    }

    func location(on peer: DubberPeer) async throws(AudioOriginError) -> AudioLocation {
        let now = now()
        let (reasonOut, refused) = attempts.withLock {
            ($0.reasonOut(peer.position, now: now), $0.refused(now: now))
        }
        if let reasonOut {
            throw reasonOut
        }
        let location: AudioLocation?
        do {
            location = try await locations.location(of: recording, peer: peer, refused: refused)
        } catch .notFound {
            throw .notFound
        } catch {
            throw .failed(error.failure, retryAfterSeconds: error.retryAfterSeconds)
        }
        guard let location else {
            throw .expired
        }
        guard attempts.withLock({ $0.offer(location, now: self.now()) }) else {
            throw .failed(.unexpectedAnswer)
        }
        return location
    }

    /// - Throws: ``AudioOriginError/expired`` when the lists already told that the provider has forgotten the recording.
    private func peersInOrder(after refused: RefusedAudioLocation?) async throws(AudioOriginError) -> [DubberPeer] {
        var holding: [DubberPeer] = []
        var others: [DubberPeer] = []
        for peer in hosts.usable {
            guard let known = await index.recording(recording, key: peer.indexKey) else {
                others.append(peer)
                continue
            }
            if let expiryTime = known.expiryTime, expiryTime <= now() {
                throw .expired
            }
            holding.append(peer)
        }
        let peers = holding + others
        guard let refused, refused.cause == .expired || refused.cause == .gone else {
            return peers
        }
        // What expired is replaced where it was, whichever host comes first.
        return peers.filter { $0.position == refused.location.host }
            + peers.filter { $0.position != refused.location.host }
    }
}
