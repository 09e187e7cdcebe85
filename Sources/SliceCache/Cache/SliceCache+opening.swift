package import ByteRanges
internal import Foundation
package import Recordings
internal import Synchronization

/// From a key to a recording: known, in the index, or asked for the first time.
extension SliceCache {
    /// Visits a recording's audio: from the cache, or asking its origin for the first time.
    ///
    /// - Parameters:
    ///   - key: which recording.
    ///   - origin: where it lies.
    ///   - first: what the listener will want, so that the first request upstream brings it.
    ///   - whenFirstTold: called where this visit is the first to learn of the recording, as soon as the store has told what it is: what takes
    ///     time can go on while a place for it is made.
    /// - Returns: the recording, kept from being given up while the visit lasts.
    /// - Throws: why it cannot be had, before any byte.
    package func visit(
        _ key: RecordingKey,
        origin: any AudioOrigin,
        first: UpstreamRange,
        whenFirstTold: @escaping @Sendable (Representation) -> Void = { _ in }
    ) async throws(SliceCacheError) -> AudioVisit {
        let stay = try await stay(key, origin: origin, first: first, unsized: .never, whenFirstTold: whenFirstTold)
        guard case .known(let visit) = stay else { preconditionFailure("audio without a size is never taken") }
        return visit
    }

    /// Visits a recording's audio, of which the store may not tell the size.
    ///
    /// - Parameters:
    ///   - key: which recording.
    ///   - origin: where it lies.
    ///   - first: what the listener will want.
    ///   - taking: what is done while the size is not known; it is when all the audio has come.
    ///   - whenFirstTold: as for ``visit(_:origin:first:whenFirstTold:)``; not called of audio whose size is not known.
    /// - Returns: the recording, or its audio as it comes.
    /// - Throws: why it cannot be had, before any byte.
    package func stay(
        _ key: RecordingKey,
        origin: any AudioOrigin,
        first: UpstreamRange,
        unsized taking: UnsizedTaking,
        whenFirstTold: @escaping @Sendable (Representation) -> Void = { _ in }
    ) async throws(SliceCacheError) -> Stay {
        let source = source(of: origin, entry: key.entry)
        let recording: CachedRecording
        var isFresh = false
        let (admission, opening) = admit(key, source: source, first: first, whenFirstTold: whenFirstTold)
        switch admission {
        case .open(let known):
            recording = known
        case .opening(let number, _):
            guard let opening else { preconditionFailure("an opening is kept until it is over") }
            switch try await outcome(of: opening, number: number, key: key) {
            case .recording(let opened):
                recording = opened
                isFresh = recording.location != nil
            case .growing(let growing):
                growing.enter()
                switch try await stay(growing, taking) {
                case .recording(let whole): recording = whole
                case .visit(let visit): return .growing(visit)
                }
            }
        case .growing(let growing):
            switch try await stay(growing, taking) {
            case .recording(let whole): recording = whole
            case .visit(let visit): return .growing(visit)
            }
        case .expired:
            await tidy(expiredToo: true)
            throw .expired
        case .refused(let error):
            throw error
        }
        return .known(
            AudioVisit(recording: recording, cache: self, source: source, first: first, isFresh: isFresh)
        )
    }

    func source(of origin: any AudioOrigin, entry: CallRecIntGUID) -> AudioSource {
        AudioSource(
            origin: origin,
            entry: entry,
            client: client,
            transferLimits: transferLimits,
            pace: pace,
            unixNow: { [now] in Int64(now().timeIntervalSince1970) },
            patience: limits.firstBytePatience,
            bodyPatience: limits.bodyPatience,
            counters: counters,
            logger: logger
        )
    }

    /// Asks the desk, and begins the opening that it decides on.
    private func admit(
        _ key: RecordingKey,
        source: AudioSource,
        first: UpstreamRange,
        whenFirstTold: @escaping @Sendable (Representation) -> Void
    ) -> (admission: CacheDesk.Admission, opening: PlannedTask<Outcome>?) {
        let now = unixNow
        let (admission, opening): (CacheDesk.Admission, PlannedTask<Outcome>?) = state.withLock { state in
            let admission = state.desk.admit(key, now: now)
            guard case .opening(let number, let isNew) = admission else { return (admission, nil) }
            if isNew { state.openings[number] = PlannedTask() }
            return (admission, state.openings[number])
        }
        if case .opening(let number, isNew: true) = admission {
            opening?.begin { [self] in
                await open(key, number: number, source: source, first: first, whenFirstTold: whenFirstTold)
            }
        }
        return (admission, opening)
    }

    /// Waits for an opening; one that nobody waits for any more is given up.
    private func outcome(
        of opening: PlannedTask<Outcome>,
        number: Int,
        key: RecordingKey
    ) async throws(SliceCacheError) -> Opened {
        let outcome = await withTaskCancellationHandler {
            await opening.value
        } onCancel: {
            if ask({ $0.leave(opening: number, of: key) }) { opening.cancel() }
        }
        return try outcome.get()
    }

    private func open(
        _ key: RecordingKey,
        number: Int,
        source: AudioSource,
        first: UpstreamRange,
        whenFirstTold: @Sendable (Representation) -> Void
    ) async -> Outcome {
        let outcome: Outcome
        do throws(SliceCacheError) {
            outcome = .success(
                try await opened(key, number: number, source: source, first: first, whenFirstTold: whenFirstTold)
            )
        } catch {
            outcome = .failure(error)
        }
        let now = unixNow
        let isWanted = state.withLock { state in
            state.openings[number] = nil
            return state.desk.opened(number, of: key, isAbsent: outcome.isNotFound, now: now)
        }
        // Not wanted once a purge took it out, or the last who waited, who does not hear this.
        return isWanted ? outcome : .failure(.purged)
    }

    private func opened(
        _ key: RecordingKey,
        number: Int,
        source: AudioSource,
        first: UpstreamRange,
        whenFirstTold: @Sendable (Representation) -> Void
    ) async throws(SliceCacheError) -> Opened {
        if let item = ask({ $0.version(of: key) }) {
            if item.recording?.ending == nil, let recording = await reopen(item.row) { return .recording(recording) }
            await discard(key, number: item.row.number)
        }
        var fetcher = SliceFetcher(source: source, limits: limits, expected: nil)
        let reply = try await firstReply(&fetcher, first: first)
        if let expiresAt = fetcher.expiryTime, expiresAt <= unixNow { throw .expired }
        guard case .body(var validator) = reply else {
            guard case .unsized(let audio) = reply else { throw .storeRefused }
            return .growing(try grow(key, opening: number, audio: audio, fetcher: fetcher))
        }
        whenFirstTold(validator.representation(for: key))
        validator.type = await fetcher.type(of: validator)
        let recording = try create(
            key,
            opening: number,
            validator: validator,
            expiresAt: fetcher.expiryTime
        )
        recording.remember(fetcher.location)
        guard recording.file != nil else { return .recording(recording) }
        // A first reply that begins inside a slice serves from the next one on.
        let sliceBytes = limits.sliceBytes
        let start = (fetcher.position + sliceBytes - 1) / sliceBytes * sliceBytes
        // A store without ranges sends all there is.
        let end = fetcher.sentEnd
        if start < end {
            fetcher.skip(to: start)
            fetcher.move(end: end)
            let (flight, fill) = recording.begin(start..<end)
            try launch(flight, fill: fill, of: recording, source: source, fetcher: fetcher)
        }
        return .recording(recording)
    }

    /// The first reply tells everything about the recording; where what was asked does not exist, the beginning does it, and of an empty
    /// recording the whole.
    private func firstReply(
        _ fetcher: inout SliceFetcher,
        first: UpstreamRange
    ) async throws(SliceCacheError) -> SliceFetcher.Opening {
        let bounded = first.aligned(sliceBytes: limits.sliceBytes).bounded(
            to: limits.firstFetchSliceBytes,
            lastBytes: limits.firstFetchSliceBytes,
            sliceBytes: limits.sliceBytes
        )
        for range in [bounded, .bytes(0..<limits.sliceBytes), .whole] {
            let opening = try await fetcher.open(range)
            if case .unsatisfiable = opening { continue }
            return opening
        }
        throw .storeRefused
    }
}

extension Result where Failure == SliceCacheError {
    /// Whether no host has what was asked for.
    fileprivate var isNotFound: Bool {
        if case .failure(.notFound) = self { true } else { false }
    }
}
