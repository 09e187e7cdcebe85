internal import Foundation
internal import Recordings
internal import Sharing

/// Where recordings' audio was last found, while that is fresh; asked for at most once however many wait.
final class AudioLocations: Sendable {
    private struct Key: Hashable, Sendable {
        let index: IndexKey
        let recording: RecordingID
    }

    private struct Known: Sendable {
        let location: AudioLocation
        let askedAt: Date
        /// Whether it took the place of one that was refused.
        let isReplacement: Bool
        /// Set once a store did not serve by it, for whomever that was.
        var refusal: RefusedAudioLocation.Cause?

        var isAbsence: Bool { refusal == .missing || refusal == .gone }
    }

    private let calls: DubberCalls
    private let index: any RecordingIndex
    private let egressAllowsPlainHTTP: Bool
    private let lifetimeSeconds: TimeInterval
    private let youngestExpirySeconds: TimeInterval
    private let now: @Sendable () -> Date
    private let known: RecentTable<Key, Known>
    private let flights = SharedFlights<Key, Traced<AudioLocation?>>()

    init(
        calls: DubberCalls,
        index: any RecordingIndex,
        configuration: DubberConfiguration,
        egressAllowsPlainHTTP: Bool,
        now: @escaping @Sendable () -> Date
    ) {
        self.calls = calls
        self.index = index
        self.egressAllowsPlainHTTP = egressAllowsPlainHTTP
        self.now = now
        lifetimeSeconds = configuration.locationLifetime / .seconds(1)
        youngestExpirySeconds = configuration.youngestExpiry / .seconds(1)
        known = RecentTable(capacity: configuration.maximumLocations)
    }

    /// The location on one host.
    ///
    /// - Parameters:
    ///   - recording: whose audio.
    ///   - peer: the host.
    ///   - refused: addresses that did not serve; when the remembered one is among them, the host is asked anew.
    /// - Returns: `nil` when the recording is past its expiry time.
    /// - Throws: ``DubberError/notFound`` when the host does not have it, or what the request came to.
    func location(
        of recording: RecordingID,
        peer: DubberPeer,
        refused: Set<Secret>
    ) async throws(DubberError) -> AudioLocation? {
        let key = Key(index: peer.indexKey, recording: recording)
        if let location = fresh(key, refused: refused) {
            return location
        }
        let shared = await flights.join(key) {
            await Traced { trace throws(DubberError) in
                // Another flight may have landed since.
                if let location = self.fresh(key, refused: refused) {
                    return location
                }
                return try await self.ask(key, peer: peer, trace: trace)
            }
        }
        guard let shared else {
            throw .cancelled
        }
        return try shared.outcome.get()
    }

    /// A store did not serve by an address: nobody is given it any more, unless it only failed.
    func refuse(_ refusal: RefusedAudioLocation, of recording: RecordingID, peer: DubberPeer) {
        guard refusal.cause != .failed else {
            return
        }
        known.update(Key(index: peer.indexKey, recording: recording)) { known in
            if known?.location.url == refusal.location.url {
                known?.refusal = refusal.cause
            }
        }
    }

    func forget(_ entry: CallRecIntGUID) {
        flights.cancel { $0.index.entry == entry }
        known.removeAll { key, _ in key.index.entry == entry }
    }

    private func fresh(_ key: Key, refused: Set<Secret>) -> AudioLocation? {
        let now = now()
        guard let known = known[key], known.refusal == nil, now.timeIntervalSince(known.askedAt) < lifetimeSeconds,
            (known.location.expiryTime ?? .distantFuture) > now, !refused.contains(known.location.url)
        else {
            return nil
        }
        return known.location
    }

    private func ask(_ key: Key, peer: DubberPeer, trace: CallTrace) async throws(DubberError) -> AudioLocation? {
        let askedAt = now()
        let refused = known[key].flatMap { $0.refusal == nil ? nil : $0 }
        if let refused, refused.isReplacement, askedAt.timeIntervalSince(refused.askedAt) < youngestExpirySeconds {
            // A fresh address was refused just now: the next would be as well, and each costs a part of the quota.
            throw refused.isAbsence ? .notFound : .unexpectedAnswer
        }
        let detail: RecordingDetail
        do {
            detail = try await calls.detail(key.recording, peer: peer, trace: trace)
        } catch {
            if error == .notFound {
                await index.take(.removed(key.recording), key: key.index)
            }
            throw error
        }
        if let recording = detail.recording, recording.recordingID == key.recording,
            await index.recording(key.recording, key: key.index) != recording
        {
            await index.take(.learned(LearnedPage([recording], seenAt: askedAt)), key: key.index)
        }
        if let expiryTime = detail.expiryTime, expiryTime <= now() {
            return nil
        }
        guard let url = detail.recordingURL else {
            throw detail.isReady ? .audioWithheld : .recordingNotReady
        }
        guard isUsable(url) else {
            throw .unexpectedAnswer
        }
        let location = AudioLocation(url: url, host: peer.position, expiryTime: detail.expiryTime)
        if !Task.isCancelled {
            known[key] = Known(location: location, askedAt: askedAt, isReplacement: refused != nil)
        }
        return location
    }

    private func isUsable(_ url: Secret) -> Bool {
        let text = url.reveal()
        return text.hasPrefix("https://") || (egressAllowsPlainHTTP && text.hasPrefix("http://"))
    }
}
