internal import Foundation
package import Recordings
internal import Synchronization

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
        }
        let peers = try await peersInOrder()
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

    /// One host that failed leaves it open whether the recording exists.
    static func weightier(_ earlier: AudioOriginError?, _ later: AudioOriginError) -> AudioOriginError {
        if case .failed = later {
            return later
        }
        return earlier ?? later
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
            throw .failed(error.failure)
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
    private func peersInOrder() async throws(AudioOriginError) -> [DubberPeer] {
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
        return holding + others
    }
}
