internal import Synchronization

/// Reads a range of a recording in order, from the file as far as it is there, following flights for the rest.
///
/// For one consumer, who either waits for the next bytes or has itself told of them; never both at once.
package final class AudioReader: Sendable {
    struct Position {
        var offset: Int64
        /// A second place held where the range's first missing byte was, until the reader gets there.
        var outpost: (reader: SliceFlights.ReaderID, offset: Int64)?
        var hasBegun = false
        /// Whether the consumer has got a byte, so that an error would cut off what it plays.
        var hasGiven = false
        /// Set once the disk failed: the rest comes from the store, past the cache.
        var direct: SliceFetcher?
        /// What a consumer that has itself told is to find out by waiting.
        var failure: SliceCacheError?
    }

    package let recording: CachedRecording
    let cache: SliceCache
    let source: AudioSource
    let reader: SliceFlights.ReaderID
    let end: Int64
    let position: Mutex<Position>
    /// Whether the store is known to serve the recording now.
    private let isStoreKnown: Bool

    init(
        _ range: Range<Int64>,
        of recording: CachedRecording,
        cache: SliceCache,
        source: AudioSource,
        isStoreKnown: Bool = false
    ) {
        self.recording = recording
        self.isStoreKnown = isStoreKnown
        self.cache = cache
        self.source = source
        end = range.upperBound
        reader = recording.enter(range)
        position = Mutex(Position(offset: range.lowerBound))
    }

    deinit {
        if let outpost = position.withLock({ $0.outpost }) {
            cache.abandon(recording.leave(outpost.reader), of: recording)
        }
        cache.abandon(recording.leave(reader), of: recording)
        cache.leave()
    }

    /// What a fetch for the consumer needs, who is more patient in the midst of playing.
    var presentSource: AudioSource {
        position.withLock { $0.hasGiven } ? source.withinBody : source
    }

    /// The next byte that the consumer gets.
    package var offset: Int64 { position.withLock { $0.offset } }

    /// Whether no more than one piece is left of the range.
    package var isAtLastPiece: Bool { end - offset <= recording.readBytes }

    /// The next bytes, at most ``SliceCacheLimits/readBytes`` from the file; `nil` at the end of the range.
    ///
    /// The first call also makes sure that the store serves the first byte that the cache lacks, unless it is just serving others of the
    /// recording, so that a store that is down is known before an answer is begun.
    ///
    /// - Parameter kind: what to read into.
    /// - Returns: the piece.
    /// - Throws: when the rest cannot be had.
    package func next<Piece: AudioPiece>(as kind: Piece.Type) async throws(SliceCacheError) -> Piece? {
        let (isFirst, failure) = position.withLock { position in
            defer { (position.hasBegun, position.failure) = (true, nil) }
            return (!position.hasBegun, position.failure)
        }
        if let failure { throw failure }
        if isFirst { try await reachFirstMissing() }
        while true {
            let (offset, direct) = position.withLock { ($0.offset, $0.direct) }
            guard offset < end else { return nil }
            if let direct { return try await next(past: direct, from: offset).map { Piece($0) } }
            guard let range = try await reach(offset, as: reader) else {
                goPastCache()
                continue
            }
            guard let piece = read(range, as: kind) else { continue }
            took(range.count)
            return piece
        }
    }

    /// The next bytes as an array.
    package func next() async throws(SliceCacheError) -> [UInt8]? {
        try await next(as: [UInt8].self)
    }

    /// Waits until there are bytes at `offset`; `nil` when the disk fails and they must come past it.
    private func reach(
        _ offset: Int64,
        as reader: SliceFlights.ReaderID
    ) async throws(SliceCacheError) -> Range<Int64>? {
        while true {
            switch try recording.look(reader, at: offset, end: end) {
            case .read(let range):
                return range
            case .verify(let slice, let checksum):
                await cache.verify(slice, range: recording.range(of: slice), checksum: checksum, of: recording)
            case .fetch(let flight, let fill):
                try cache.launch(flight, fill: fill, of: recording, source: presentSource)
                try await recording.wait(reader, at: offset)
            case .wait:
                cache.remind(reader, at: offset, of: recording)
                try await recording.wait(reader, at: offset)
            case .direct:
                return nil
            }
        }
    }

    /// Waits until the first byte of the range that is not in the file is there, or coming by a reply that was found good.
    private func reachFirstMissing() async throws(SliceCacheError) {
        let offset = offset
        guard !isStoreKnown, !recording.isBeingServed else { return }
        guard let missing = recording.firstMissing(in: offset..<end), missing > offset else { return }
        let place = recording.enter(missing..<end)
        position.withLock { $0.outpost = (place, missing) }
        while !recording.isComing(missing) {
            switch try recording.look(place, at: missing, end: end) {
            case .read, .verify, .direct:
                return
            case .fetch(let flight, let fill):
                try cache.launch(flight, fill: fill, of: recording, source: presentSource)
                try await recording.wait(place, at: missing)
            case .wait:
                cache.remind(place, at: missing, of: recording)
                try await recording.wait(place, at: missing)
            }
        }
    }

    private func read<Piece: AudioPiece>(_ range: Range<Int64>, as kind: Piece.Type) -> Piece? {
        if let shared = recording.shared(range, as: kind) { return shared }
        do throws(SliceFileError) {
            let piece = try recording.readFile(range, as: kind)
            recording.share(piece, of: range)
            return piece
        } catch {
            cache.storageBroke(recording, error)
            goPastCache()
            return nil
        }
    }

    private func goPastCache() {
        let direct = SliceFetcher(
            source: presentSource,
            limits: cache.limits,
            expected: recording.validator,
            location: recording.location,
            isPastCache: true
        )
        position.withLock { $0.direct = direct }
    }

    private func next(
        past fetcher: SliceFetcher,
        from offset: Int64
    ) async throws(SliceCacheError) -> ArraySlice<UInt8>? {
        if let ending = recording.ending { throw ending }
        var fetcher = fetcher
        let bytes: ArraySlice<UInt8>?
        do throws(SliceCacheError) {
            // So much at a time as is taken from the store whatever the consumer does; a store without ranges sends the rest at once.
            if fetcher.end <= offset {
                let part = offset..<min(end, offset + cache.limits.unkeptBytes)
                guard case .body = try await fetcher.open(.bytes(part)) else { throw .storeRefused }
                fetcher.move(end: end)
            }
            bytes = try await fetcher.next()
            if fetcher.position == fetcher.end { await fetcher.close() }
        } catch {
            if error == .changed { await cache.replace(recording) }
            throw error
        }
        position.withLock { [fetcher] in $0.direct = fetcher }
        guard let bytes else { throw .storeUnreachable }
        advance(by: bytes.count)
        return bytes
    }

    /// Bytes of the file were taken; what will be wanted soon is sent for.
    func took(_ count: Int) {
        advance(by: count)
        if let (flight, fill) = recording.flightAhead(of: reader) {
            cache.launchAhead(flight, fill: fill, of: recording, source: presentSource)
        }
    }

    private func advance(by count: Int) {
        let (offset, passed) = position.withLock { position in
            position.offset += Int64(count)
            position.hasGiven = true
            guard let outpost = position.outpost, outpost.offset <= position.offset else {
                return (position.offset, nil as SliceFlights.ReaderID?)
            }
            position.outpost = nil
            return (position.offset, outpost.reader)
        }
        recording.move(reader, to: offset)
        if let passed { cache.abandon(recording.leave(passed), of: recording) }
    }
}
