/// Reads a range of a recording in order, from the file as far as it is there, following flights for the rest.
///
/// For one consumer.
package actor AudioReader {
    private let recording: CachedRecording
    private let cache: SliceCache
    private let source: AudioSource
    private let reader: SliceFlights.ReaderID
    private var offset: Int64
    private let end: Int64
    /// Set once the disk failed: the rest comes from the store, past the cache.
    private var direct: SliceFetcher?

    init(_ range: Range<Int64>, of recording: CachedRecording, cache: SliceCache, source: AudioSource) {
        self.recording = recording
        self.cache = cache
        self.source = source
        offset = range.lowerBound
        end = range.upperBound
        reader = recording.enter(range)
    }

    deinit {
        cache.abandon(recording.leave(reader), of: recording)
        cache.leave()
    }

    /// The next bytes, at most ``SliceCacheLimits/readBytes`` from the file; `nil` at the end of the range.
    ///
    /// - Throws: when the rest cannot be had.
    package func next() async throws(SliceCacheError) -> ArraySlice<UInt8>? {
        while offset < end {
            if direct != nil { return try await nextDirect() }
            switch try recording.look(reader, at: offset, end: end) {
            case .read(let range):
                guard let bytes = read(range) else { continue }
                advance(by: bytes.count)
                return bytes
            case .verify(let slice, let checksum):
                await cache.verify(slice, range: recording.range(of: slice), checksum: checksum, of: recording)
            case .fetch(let flight):
                try cache.launch(flight, of: recording, source: source)
                try await recording.wait(reader, at: offset)
            case .wait:
                try await recording.wait(reader, at: offset)
            case .direct:
                direct = SliceFetcher(source: source, limits: cache.limits, expected: recording.validator)
            }
        }
        return nil
    }

    private func read(_ range: Range<Int64>) -> ArraySlice<UInt8>? {
        do {
            return try recording.file?.read(range)[...]
        } catch {
            cache.storageFailed(error)
            recording.storageBroke()
            direct = SliceFetcher(source: source, limits: cache.limits, expected: recording.validator)
            return nil
        }
    }

    private func nextDirect() async throws(SliceCacheError) -> ArraySlice<UInt8>? {
        guard var fetcher = direct else { return nil }
        // The first use opens the fetch; a fetch that was never opened has nothing to give.
        if fetcher.end == 0 {
            guard case .body = try await fetcher.open(.bytes(offset..<end)) else { throw .storeRefused }
        }
        let bytes = try await fetcher.next()
        direct = fetcher
        guard let bytes else { throw .storeUnreachable }
        advance(by: bytes.count)
        return bytes
    }

    private func advance(by count: Int) {
        offset += Int64(count)
        recording.move(reader, to: offset)
    }
}
