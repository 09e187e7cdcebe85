/// A request's stay at a recording: while it lasts, what was begun for it is not given up.
package final class AudioVisit: Sendable {
    package let recording: CachedRecording
    private let cache: SliceCache
    private let source: AudioSource
    private let reader: SliceFlights.ReaderID
    /// Whether the store has told of the recording for this visit.
    private let isFresh: Bool

    init(recording: CachedRecording, cache: SliceCache, source: AudioSource, first: UpstreamRange, isFresh: Bool) {
        self.recording = recording
        self.isFresh = isFresh
        self.cache = cache
        self.source = source
        reader = recording.enter(first.range(sizeBytes: recording.validator.sizeBytes))
    }

    deinit {
        cache.abandon(recording.leave(reader), of: recording)
    }

    /// A reader of some bytes of the recording.
    ///
    /// - Throws: ``SliceCacheError/overloaded`` when there are too many.
    package func reader(of range: Range<Int64>) throws(SliceCacheError) -> AudioReader {
        try cache.enter()
        return AudioReader(range, of: recording, cache: cache, source: source, isStoreKnown: isFresh)
    }
}
