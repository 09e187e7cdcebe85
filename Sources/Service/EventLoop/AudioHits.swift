internal import ByteRanges
internal import Foundation
internal import HTTPTypes
internal import Logging
internal import NIOCore
internal import PlaybackAudit
internal import Recordings
internal import Registry
internal import SliceCache

/// Decides whether an audio request can be answered at once, from memory and from a file that holds every byte of it; no I/O, no waiting.
///
/// Checks the same things as ``AudioRoute``: signature, expiry, the user's right to the entry. What is not plainly a hit is left to the route,
/// errors included. For one event loop.
final class AudioHits {
    /// An answer that can be given at once.
    struct Hit {
        let ready: ReadyTarget
        let decision: RangeDecision
        let ageSeconds: Int64
        let recording: CachedRecording
        /// The body; empty for answers without one.
        let range: Range<Int64>
        /// The playback that it belongs to; `nil` when nothing is played: no audio is sent, nor the listener's own copy found right.
        let playback: OpenPlayback?
        let at: Date
    }

    /// What all event loops share.
    struct Parts: Sendable {
        let access: AudioAccess
        let provider: any RecordingProvider
        let cache: SliceCache
        let counters: ServiceCounters
        let audit: PlaybackAudit
        let maximumAgeSeconds: Int
        let logger: Logger
        let now: @Sendable () -> Date
    }

    /// Targets remembered; when there are more, all are forgotten and looked up afresh.
    static let maximumTargets = 8_192
    /// Longer targets are left to the route.
    private static let maximumTargetBytes = 1_024

    private let parts: Parts
    private let tally: AudioTally
    /// By the hash of their bytes; of two that share one the later is remembered.
    private var targets: [Int: ReadyTarget] = [:]

    init(_ parts: Parts) {
        self.parts = parts
        tally = parts.counters.audio.makeLoopTally()
    }

    /// The answer to a request.
    ///
    /// - Parameters:
    ///   - isHead: whether it is a HEAD.
    ///   - conditions: the request's.
    ///   - target: the request's.
    ///   - address: of whoever asks, without a port.
    /// - Returns: `nil` to leave it to the ordinary route, as when the beginning of its playback is not on the disk yet.
    func hit(isHead: Bool, _ conditions: RequestConditions, target: Span<UInt8>, address: String) -> Hit? {
        let now = parts.now()
        let seconds = Int64(now.timeIntervalSince1970)
        guard let (ready, recording) = ready(target, now: seconds) else { return nil }
        let decision = RangeDecision(
            isHead: isHead,
            conditions: conditions,
            representation: ready.representation,
            now: HTTPDate(unixSeconds: seconds)
        )
        // HEAD is a hit only where GET would be one, so that both tell the same.
        if case .several = decision { return nil }
        let covered = decision.firstRange(sizeBytes: recording.validator.sizeBytes) ?? 0..<0
        guard recording.isReady(covered) else { return nil }
        var playback: OpenPlayback?
        if !isHead, !covered.isEmpty || decision == .notModified {
            playback = self.playback(by: ready, address: address)
            guard playback != nil else { return nil }
        }
        return Hit(
            ready: ready,
            decision: decision,
            ageSeconds: seconds - recording.createdAt,
            recording: recording,
            range: isHead ? 0..<0 : covered,
            playback: playback,
            at: now
        )
    }

    /// The playback by a target from an address; `nil` when its beginning is not on the disk yet.
    private func playback(by ready: ReadyTarget, address: String) -> OpenPlayback? {
        if let last = ready.playback, last.address == address { return last.playback }
        let playback = parts.audit.playback(
            PlaybackKey(
                listener: .user(ready.url.username, expiresAt: ready.url.expiresAt, keyID: ready.url.keyID),
                entry: ready.url.entry,
                recording: ready.url.recording,
                address: address,
                isDownload: false
            )
        )
        ready.playback = playback.map { (address, $0) }
        return playback
    }

    /// Takes note of an answer that is given.
    func count(_ hit: Hit) {
        guard !hit.range.isEmpty else { return }
        hit.ready.counter.answered(.hit)
        guard !hit.ready.isPlayed else { return }
        hit.ready.isPlayed = true
        parts.access.grace.note(hit.ready.url, now: Int64(hit.at.timeIntervalSince1970))
    }

    /// The answer was not given after all, perhaps because its playback is over.
    func takeBack(_ hit: Hit) {
        if !hit.range.isEmpty { hit.ready.counter.takeBackHit() }
        hit.ready.playback = nil
    }

    /// So many bytes of a body were given to the connection.
    ///
    /// - Parameters:
    ///   - bytes: of audio.
    ///   - ready: whose.
    ///   - isLater: whether other bytes of the same body went before, perhaps long ago.
    func sent(_ bytes: Int, of ready: ReadyTarget, isLater: Bool = false) {
        ready.counter.sent(bytes)
        if isLater { use(ready, now: Int64(parts.now().timeIntervalSince1970)) }
    }

    /// A body broke off.
    ///
    /// - Returns: why, when that was on the service's side.
    func brokeOff(by error: any Error) -> String? {
        parts.counters.brokeOff(by: error)
    }

    /// The right that the rest of an answer's body rests on.
    func right(of ready: ReadyTarget) -> PlaybackRight {
        PlaybackRight(.url(ready.url), of: parts.access.rights)
    }

    /// Where a recording lies at its provider; `nil` when its entry is gone.
    func origin(of ready: ReadyTarget) -> (any AudioOrigin)? {
        parts.access.registry.snapshot.entries[ready.url.entry].map {
            parts.provider.audioOrigin(of: ready.url.recording, entry: $0)
        }
    }

    /// The request's one log line, as the ordinary route writes it; its time is that from reading the request until its answer was written, or
    /// its body begun.
    func log(_ hit: Hit, isHead: Bool, requestID: RequestID, address: String, after time: TimeAmount) {
        parts.logger.info(
            "request",
            metadata: [
                "method": "\(isHead ? "HEAD" : "GET")", "path": "\(hit.ready.url.path)",
                "status": "\(hit.decision.status.code)", "milliseconds": "\(Double(time.nanoseconds) / 1_000_000)",
                "client": "\(address)", "request": "\(requestID.text)", "way": "eventLoop",
            ]
        )
    }

    // MARK: Targets

    private func ready(_ target: Span<UInt8>, now: Int64) -> (ReadyTarget, CachedRecording)? {
        // Another process has changed something: the route waits until it is read, which a loop must not.
        guard parts.access.registry.isCurrent else { return nil }
        var hasher = Hasher()
        target.withUnsafeBytes { hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        if let ready = targets[hash], ready.isOf(target), let recording = ready.recording {
            guard now < ready.url.expiresAt, now < ready.forgottenAt, now < ready.signedUntil,
                ready.permittedIn == parts.access.registry.generation,
                ready.signedIn == parts.access.signer.generation
            else {
                targets[hash] = nil
                return lookUp(target, hash, now: now)
            }
            use(ready, now: now)
            return (ready, recording)
        }
        return lookUp(target, hash, now: now)
    }

    /// Tells of a use, once in a second.
    private func use(_ ready: ReadyTarget, now: Int64) {
        guard ready.usedAt != now else { return }
        _ = parts.cache.open(ready.key, now: now)
        parts.counters.listeners.heard(ready.listener, now: now)
        ready.usedAt = now
    }

    private func lookUp(_ target: Span<UInt8>, _ hash: Int, now: Int64) -> (ReadyTarget, CachedRecording)? {
        guard target.count <= Self.maximumTargetBytes else { return nil }
        // Before the right is looked up: a change in between is seen the next time.
        let generation = parts.access.registry.generation
        let keyGeneration = parts.access.signer.generation
        let text = target.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        guard let (url, signature) = Self.read(text) else { return nil }
        let key = RecordingKey(entry: url.entry, recording: url.recording)
        // Of most that are not open the route will check the same; a use counts only once it is permitted.
        guard parts.cache.isOpen(key),
            case .granted(_, let signedUntil) = parts.access.permit(url, signature: signature, now: now),
            let (recording, forgottenAt) = parts.cache.open(key, now: now)
        else { return nil }
        let representation = recording.representation
        let facts = AudioReply.Facts(
            representation: representation,
            contentType: recording.validator.contentType,
            recording: url.recording,
            isDownload: false,
            freshSeconds: parts.maximumAgeSeconds,
            ageSeconds: 0,
            cacheStatus: AudioReply.hitStatus,
            boundary: ""
        )
        let ready = ReadyTarget(
            target: text,
            url: url,
            key: key,
            facts: facts,
            counter: tally.counter(of: url.entry),
            recording: recording,
            representation: representation,
            forgottenAt: forgottenAt ?? .max,
            permittedIn: generation,
            signedIn: keyGeneration,
            signedUntil: signedUntil,
            usedAt: now
        )
        parts.counters.listeners.heard(ready.listener, now: now)
        if targets.count >= Self.maximumTargets { targets.removeAll(keepingCapacity: true) }
        targets[hash] = ready
        return (ready, recording)
    }

    /// Reads a target strictly as availability answers write it; whatever differs goes the ordinary way.
    ///
    /// - Returns: with it, its signature, which is not checked here.
    static func read(_ target: String) -> (url: AudioURL, signature: String)? {
        guard let question = target.firstIndex(of: "?"), !target.contains("%") else { return nil }
        let path = target[..<question].dropFirst(AudioRequestHead.prefix.utf8CodeUnitCount).split(
            separator: "/",
            omittingEmptySubsequences: false
        )
        let fields = target[target.index(after: question)...].split(separator: "&", omittingEmptySubsequences: false)
        guard path.count == 2, let recording = RecordingID(String(path[1])), fields.count == 4,
            let user = value(of: "user=", in: fields[0]), !user.contains("+"),
            let exp = value(of: "exp=", in: fields[1]), let expiresAt = AudioURL.expiry(exp),
            let keyID = value(of: "kid=", in: fields[2]), let signature = value(of: "sig=", in: fields[3])
        else { return nil }
        let url = AudioURL(
            entry: CallRecIntGUID(String(path[0])),
            recording: recording,
            username: user,
            expiresAt: expiresAt,
            keyID: keyID
        )
        return (url, signature)
    }

    private static func value(of name: String, in field: Substring) -> String? {
        field.hasPrefix(name) ? String(field.dropFirst(name.count)) : nil
    }
}
