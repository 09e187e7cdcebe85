internal import Recordings
internal import Transport

/// Brings audio whose size its store does not tell, from its first byte to its last, and takes it up again when it breaks.
///
/// A store that sends everything without a size mostly knows no ranges either: then all of it comes again from the beginning, and who takes the bytes
/// holds them against what is there.
struct GrowingFetch: Sendable {
    private var fetcher: SliceFetcher
    private let audio: UnsizedAudio
    private var isEndTold: Bool
    /// The next byte of the transfer.
    private var offset: Int64 = 0
    private var arrivedBytes: Int64 = 0
    /// Once a later reply told it.
    private var sizeBytes: Int64?
    /// Where a body ended that does not say whether it is whole.
    private var doubtfulEnd: Int64?

    init(_ fetcher: SliceFetcher, audio: UnsizedAudio) {
        self.fetcher = fetcher
        self.audio = audio
        isEndTold = audio.isEndTold
    }

    var location: AudioLocation? { fetcher.location }

    /// The next bytes and where they lie; `nil` once all have come.
    ///
    /// - Parameter ending: what the audio's own structure says of an end at a byte.
    /// - Returns: the bytes.
    /// - Throws: when the rest cannot be had.
    mutating func next(
        ending: (Int64) -> AudioEnding
    ) async throws(SliceCacheError) -> (offset: Int64, bytes: [UInt8])? {
        while true {
            if let sizeBytes, offset >= sizeBytes { return nil }
            let chunk: [UInt8]?
            do throws(TransportError) {
                chunk = try await fetcher.nextChunk()
            } catch {
                try await takeUp(after: .transport(error))
                continue
            }
            guard let chunk else {
                if try isWhole(ending) { return nil }
                try await takeUp(after: .transport(.brokenOff))
                continue
            }
            guard !chunk.isEmpty else { continue }
            defer { offset += Int64(chunk.count) }
            if offset + Int64(chunk.count) > arrivedBytes {
                arrivedBytes = offset + Int64(chunk.count)
                fetcher.recovery.progressed()
            }
            guard arrivedBytes <= fetcher.limits.maximumRecordingBytes else { throw .storeRefused }
            return (offset, chunk)
        }
    }

    /// Whether the body that has just ended is all of it.
    ///
    /// One that only its connection ends may have been cut off. It is believed when the audio's own structure says that it ends there, or, where that says
    /// nothing, when it ends there twice.
    private mutating func isWhole(_ ending: (Int64) -> AudioEnding) throws(SliceCacheError) -> Bool {
        guard sizeBytes == nil else { return false }
        if isEndTold {
            // Shorter than what came before: not the same any more.
            guard offset == arrivedBytes else { throw .changed }
            return true
        }
        guard offset == arrivedBytes else { return false }
        let hasEndedHere = doubtfulEnd == offset
        doubtfulEnd = offset
        switch ending(offset) {
        case .whole: return true
        case .unknown: return hasEndedHere
        case .cut:
            if hasEndedHere { throw .storeRefused }
            return false
        }
    }

    private mutating func takeUp(after cause: FetchFailure) async throws(SliceCacheError) {
        try await fetcher.recover(from: cause, at: fetcher.currentLocation())
        // Without anything to recognise it by, a part of another version would not be noticed.
        let range = audio.isRecognisable && arrivedBytes > 0 ? UpstreamRange.from(arrivedBytes) : .whole
        while true {
            let location = try await fetcher.currentLocation()
            switch await fetcher.request(range, from: location) {
            case .success(.unsized(let again)) where again.agrees(with: audio):
                (offset, isEndTold, sizeBytes) = (0, again.isEndTold, nil)
                return
            case .success(.part(let validator, let body)) where audio.agrees(with: validator):
                (offset, sizeBytes) = (body.lowerBound, validator.sizeBytes)
                return
            case .success:
                try await fetcher.recover(from: .reply(.changed), at: location)
            case .failure(.reply(.unsatisfiable(sizeBytes: arrivedBytes))):
                (offset, sizeBytes) = (arrivedBytes, arrivedBytes)
                return
            case .failure(let cause):
                try await fetcher.recover(from: cause, at: location)
            }
        }
    }
}

extension UnsizedAudio {
    /// Whether a later reply that tells the size may be of the same bytes.
    func agrees(with validator: AudioValidator) -> Bool {
        agrees(
            with: UnsizedAudio(
                upstreamTag: validator.givenTag,
                lastModified: validator.lastModified,
                type: validator.type,
                isEndTold: true
            )
        )
    }
}
