package import ByteRanges
internal import Foundation
package import Recordings
internal import Synchronization

/// From a key to a recording: known, in the index, or asked for the first time.
extension SliceCache {
    private enum Admission {
        case open(CachedRecording)
        case opening(Opening)
        case growing(GrowingAudio)
        case expired
    }

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
        switch try admit(key, source: source, first: first, whenFirstTold: whenFirstTold) {
        case .open(let known):
            recording = known
        case .opening(let opening):
            switch try await outcome(of: opening, key: key) {
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

    private func admit(
        _ key: RecordingKey,
        source: AudioSource,
        first: UpstreamRange,
        whenFirstTold: @escaping @Sendable (Representation) -> Void
    ) throws(SliceCacheError) -> Admission {
        let now = unixNow
        let outcome: Result<Admission, SliceCacheError> = state.withLock { state in
            guard !state.isShutDown else { return .failure(.cancelled) }
            if state.catalog[key]?.isExpired(now: now) == true { return .success(.expired) }
            // Until all of it is copied, also where the catalog has it already.
            if let growth = state.growths[key] {
                growth.audio.enter()
                return .success(.growing(growth.audio))
            }
            if let recording = state.catalog.use(key, now: now), recording.ending == nil, !recording.isIdleAndBroken {
                return .success(.open(recording))
            }
            if state.absences.contains(key, now: now) { return .failure(.notFound) }
            if var opening = state.openings[key] {
                opening.callers += 1
                state.openings[key] = opening
                return .success(.opening(opening))
            }
            state.lastNumber += 1
            let number = state.lastNumber
            let task = Task {
                await open(key, number: number, source: source, first: first, whenFirstTold: whenFirstTold)
            }
            let opening = Opening(number: number, task: task, callers: 1)
            state.openings[key] = opening
            return .success(.opening(opening))
        }
        return try outcome.get()
    }

    /// Waits for an opening; one that nobody waits for any more is given up.
    private func outcome(of opening: Opening, key: RecordingKey) async throws(SliceCacheError) -> Opened {
        let outcome = await withTaskCancellationHandler {
            await opening.task.value
        } onCancel: {
            let isAbandoned = state.withLock { state in
                guard state.openings[key]?.number == opening.number else { return false }
                state.openings[key]?.callers -= 1
                guard state.openings[key]?.callers == 0 else { return false }
                state.openings[key] = nil
                return true
            }
            if isAbandoned { opening.task.cancel() }
        }
        return try outcome.get()
    }

    private func open(
        _ key: RecordingKey,
        number: Int,
        source: AudioSource,
        first: UpstreamRange,
        whenFirstTold: @Sendable (Representation) -> Void
    ) async -> Result<Opened, SliceCacheError> {
        let outcome: Result<Opened, SliceCacheError>
        do throws(SliceCacheError) {
            outcome = .success(
                try await opened(key, number: number, source: source, first: first, whenFirstTold: whenFirstTold)
            )
        } catch {
            outcome = .failure(error)
        }
        let now = unixNow
        return state.withLock { state in
            guard state.openings[key]?.number == number else {
                // Taken out by a purge, or by the last who waited, who does not hear this.
                return .failure(.purged)
            }
            state.openings[key] = nil
            if case .failure(.notFound) = outcome {
                state.absences.add(
                    key,
                    until: now + limits.notFoundSeconds,
                    now: now,
                    maximum: limits.maximumAbsences
                )
            }
            return outcome
        }
    }

    private func opened(
        _ key: RecordingKey,
        number: Int,
        source: AudioSource,
        first: UpstreamRange,
        whenFirstTold: @Sendable (Representation) -> Void
    ) async throws(SliceCacheError) -> Opened {
        if let item = state.withLock({ $0.catalog[key] }) {
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
