internal import Foundation
internal import Recordings
internal import Synchronization
internal import Transport

/// Recordings whose store does not tell their size: played while they come, kept once they have come whole.
extension SliceCache {
    /// What a request does with audio whose size is not known yet.
    package enum UnsizedTaking: Sendable, Hashable {
        /// Takes it as it comes, from its beginning.
        case atOnce
        /// Waits for the size, and takes it as it comes only when that takes longer than a listener waits.
        case afterWaiting
        /// Needs the size.
        case never
    }

    /// Where a request for a recording came to.
    package enum Stay: Sendable {
        case known(AudioVisit)
        case growing(GrowingVisit)
    }

    /// When who needs the size is told to come again.
    private static let growingRetryAfterSeconds = 5

    /// Takes audio that comes without its size over from an opening, if that is still wanted.
    func grow(
        _ key: RecordingKey,
        opening number: Int,
        audio: UnsizedAudio,
        fetcher: SliceFetcher
    ) throws(SliceCacheError) -> GrowingAudio {
        let growing = GrowingAudio(
            key: key,
            audio: audio,
            number: number,
            file: makeNamelessFile(),
            maximumUnkeptBytes: limits.maximumUnkeptBytes
        )
        let isWanted = begin({ $0.grow(growing) ? number : nil }) { [self] in
            let outcome = await bring(growing, fetcher)
            ask { $0.grew(growing) }
            growing.end(outcome)
        }
        guard isWanted else { throw .cancelled }
        return growing
    }

    private func makeNamelessFile() -> (any SliceFile)? {
        let (number, file) = makeFile()
        if file != nil { files.remove(number) }
        return file
    }

    /// Brings it to its end, and makes a recording of it.
    private func bring(
        _ growing: GrowingAudio,
        _ fetcher: SliceFetcher
    ) async -> Result<CachedRecording, SliceCacheError> {
        var fetch = GrowingFetch(fetcher, audio: growing.audio)
        let expiresAt = fetcher.expiryTime
        do throws(SliceCacheError) {
            let ending = { (end: Int64) in
                AudioEnding(of: growing.audio.type, sizeBytes: end) { growing.read($0) }
            }
            while let (offset, bytes) = try await fetch.next(ending: ending) {
                try growing.take(bytes, at: offset, hasRoom: hasRoom(for: Int64(bytes.count)))
            }
            growing.becameWhole()
            let recording = try create(
                growing.key,
                opening: growing.number,
                validator: growing.audio.validator(sizeBytes: growing.arrivedBytes),
                expiresAt: expiresAt
            )
            recording.remember(fetch.location)
            await copy(growing, to: recording)
            await tidy()
            return .success(recording)
        } catch {
            return .failure(error)
        }
    }

    /// Fills a recording with what is here already.
    private func copy(_ growing: GrowingAudio, to recording: CachedRecording) async {
        let sizeBytes = recording.validator.sizeBytes
        guard recording.file != nil, sizeBytes > 0 else { return }
        let (flight, begun) = recording.begin(0..<sizeBytes)
        var fill = begun
        var landed: [SliceStore.Slice] = []
        while fill.position < sizeBytes, recording.ending == nil {
            let range = fill.position..<min(fill.position + limits.sliceBytes, sizeBytes)
            guard let bytes = growing.read(range), write(bytes[...], at: range.lowerBound, of: recording) else { break }
            let steps = fill.wrote(bytes[...])
            recording.progress(flight.id, to: fill.position, steps: steps)
            landed += steps.compactMap { step in step.checksum.map { .init(index: step.slice, checksum: $0) } }
            if landed.count >= limits.slicesPerIndexWrite { await note(&landed, of: recording) }
        }
        await note(&landed, of: recording)
        recording.end(flight.id, failure: nil)
    }

    /// Nobody follows it any more, unless somebody came just now.
    func giveUp(_ growing: GrowingAudio) {
        cancel { $0.giveUp(growing) }
    }

    /// What a request gets of audio that is coming, and that it has entered.
    func stay(_ growing: GrowingAudio, _ taking: UnsizedTaking) async throws(SliceCacheError) -> GrowingStay {
        let visit = try GrowingVisit(growing, cache: self)
        if taking == .atOnce {
            _ = try await growing.available(at: 0)
            if let recording = try growing.recording() { return .recording(recording) }
            return .visit(visit)
        }
        if let recording = try await growing.whole(within: .seconds(limits.firstByteWaitSeconds), pace: pace) {
            return .recording(recording)
        }
        guard taking == .afterWaiting else {
            withExtendedLifetime(visit) { growing.expectLater() }
            throw .storeBusy(retryAfterSeconds: Self.growingRetryAfterSeconds)
        }
        return .visit(visit)
    }

    enum GrowingStay {
        case recording(CachedRecording)
        case visit(GrowingVisit)
    }
}

extension GrowingAudio {
    /// The recording, if it is there in time.
    func whole(within limit: Duration, pace: Pace) async throws(SliceCacheError) -> CachedRecording? {
        let outcome = await withTaskGroup(of: Result<CachedRecording, SliceCacheError>?.self) { tasks in
            tasks.addTask {
                do throws(SliceCacheError) {
                    return .success(try await self.whole())
                } catch {
                    return .failure(error)
                }
            }
            tasks.addTask {
                try? await pace.sleep(limit)
                return nil
            }
            defer { tasks.cancelAll() }
            return await tasks.next() ?? nil
        }
        if Task.isCancelled { throw .cancelled }
        return try outcome?.get()
    }
}
