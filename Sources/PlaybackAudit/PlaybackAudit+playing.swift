internal import Foundation
internal import Recordings
internal import Synchronization

/// Beginning playbacks.
extension PlaybackAudit {
    /// At the limit so many of the playbacks under way are ended at once, as a part of it: not every beginning looks through all.
    private static let earlyEndings = 32

    private enum Step {
        case known(OpenPlayback)
        /// Somebody else is writing the same beginning.
        case follow
        /// The endings go first, so that there is room.
        case write(endings: [AuditRecord])
        case refused(AuditError)
    }

    /// The playback under way; `nil` when its beginning is not on the disk yet.
    ///
    /// Does not wait.
    package func playback(_ key: PlaybackKey) -> OpenPlayback? {
        state.withLock { $0.open[key] }
    }

    /// The playback under way, or a new one whose beginning is on the disk.
    ///
    /// - Parameters:
    ///   - key: what makes it one playback.
    ///   - sizeBytes: of the recording.
    ///   - range: what its first answer carries.
    /// - Returns: the playback, to which answers are added.
    /// - Throws: `notWritable`, `tooManyPlaybacks`, `stopped`: then nothing may be played.
    package func open(
        _ key: PlaybackKey,
        sizeBytes: Int64,
        range: Range<Int64>
    ) async throws(AuditError) -> OpenPlayback {
        while true {
            switch state.withLock({ step(key, &$0) }) {
            case .known(let playback):
                return playback
            case .refused(let error):
                throw error
            case .follow:
                // Nothing when it was written in between: then it is known.
                if let outcome = await outcomeOfOther(key) { return try outcome.get() }
            case .write(let endings):
                for ending in endings { writer.enqueue(ending) }
                return try await begin(key, sizeBytes: sizeBytes, range: range)
            }
        }
    }

    private func step(_ key: PlaybackKey, _ state: inout State) -> Step {
        if state.isStopped { return .refused(.stopped) }
        if let known = state.open[key], !known.isClosed { return .known(known) }
        if state.opening[key] != nil { return .follow }
        var endings: [AuditRecord] = []
        if state.open.count + state.opening.count >= limits.maximumOpen {
            endings = endIdlest(&state)
            if endings.isEmpty { return .refused(.tooManyPlaybacks) }
        }
        state.opening[key] = []
        return .write(endings: endings)
    }

    private func endIdlest(_ state: inout State) -> [AuditRecord] {
        let idle = state.open.values.compactMap { playback in playback.idleSince.map { (playback, $0) } }
            .sorted { $0.1 < $1.1 }
        return idle.prefix(max(1, limits.maximumOpen / Self.earlyEndings)).compactMap { playback, since in
            end(playback, ifIdleSince: since, &state)
        }
    }

    private func begin(
        _ key: PlaybackKey,
        sizeBytes: Int64,
        range: Range<Int64>
    ) async throws(AuditError) -> OpenPlayback {
        let startedAt = now()
        let outcome: Result<OpenPlayback, AuditError>
        do throws(AuditError) {
            let record = AuditRecord(begun: key, sizeBytes: sizeBytes, range: range, at: startedAt)
            let sequence = try await writer.append(record)
            outcome = .success(OpenPlayback(key: key, sizeBytes: sizeBytes, sequence: sequence, now: startedAt))
        } catch {
            outcome = .failure(error)
        }
        let waiters = state.withLock { state in
            if case .success(let playback) = outcome { state.open[key] = playback }
            return state.opening.removeValue(forKey: key) ?? []
        }
        for waiter in waiters { waiter.resume(returning: outcome) }
        return try outcome.get()
    }

    private func outcomeOfOther(_ key: PlaybackKey) async -> Result<OpenPlayback, AuditError>? {
        await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<OpenPlayback, AuditError>?, Never>) in
            let isWaiting = state.withLock { state in
                guard state.opening[key] != nil else { return false }
                state.opening[key]?.append(continuation)
                return true
            }
            if !isWaiting { continuation.resume(returning: nil) }
        }
    }

    /// Takes a playback out and tells its ending; `nil` when it is not over.
    func end(_ playback: OpenPlayback, ifIdleSince since: Date?, _ state: inout State) -> AuditRecord? {
        guard let (tally, endedAt) = playback.close(ifIdleSince: since) else { return nil }
        if state.open[playback.key] === playback { state.open[playback.key] = nil }
        return AuditRecord(ended: playback, tally: tally, at: endedAt)
    }
}

extension AuditRecord {
    fileprivate init(begun key: PlaybackKey, sizeBytes: Int64, range: Range<Int64>, at: Date) {
        var (exp, keyID): (Int64?, String?)
        if case .user(_, let expiresAt, let id) = key.listener { (exp, keyID) = (expiresAt, id) }
        let detail = AuditDetail.Begun(
            download: key.isDownload,
            exp: exp,
            kid: keyID,
            sizeBytes: sizeBytes,
            range: AuditDetail.wire(range)
        )
        self.init(key.activity == .looking ? .looked : .begun, key, at: at, detail: AuditDetail.text(detail))
    }

    fileprivate init(ended playback: OpenPlayback, tally: PlaybackTally, at: Date) {
        let detail = AuditDetail.Ended(
            outcome: playback.key.activity == .looking ? "looked" : tally.outcome(sizeBytes: playback.sizeBytes),
            code: tally.failure,
            answers: tally.answers,
            seeks: tally.seeks,
            sentBytes: tally.sentBytes,
            ranges: tally.heard.ranges.map(AuditDetail.wire),
            rangesAreCoarse: tally.heard.isCoarse
        )
        self.init(.ended, playback.key, at: at, detail: AuditDetail.text(detail))
        begunSequence = playback.sequence
    }

    private init(_ kind: Kind, _ key: PlaybackKey, at: Date, detail: String) {
        let (listener, means) =
            switch key.listener {
            // A user by name, whether a signed URL vouched or a session.
            case .user(let name, _, _), .person(let name): (name, "url")
            case .token(let name): (name, "token")
            }
        self.init(
            kind: kind,
            atMilliseconds: Int64((at.timeIntervalSince1970 * 1000).rounded()),
            listener: listener,
            means: means,
            entry: key.entry.rawValue,
            recording: key.recording.description,
            address: key.address,
            detail: detail
        )
    }
}
