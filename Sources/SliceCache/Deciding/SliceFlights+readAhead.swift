/// How far flights go ahead of readers: little for one that has just arrived or sought, more the longer it reads on, over several requests too, and
/// most for one that takes the bytes as fast as they come.
extension SliceFlights {
    /// How far ahead of `offset` bytes are wanted by who has read everything from `runStart` up to there.
    private func window(from runStart: Int64, at offset: Int64) -> Int64 {
        min(limits.readAheadBytes, max(limits.firstReadAheadBytes, offset - runStart))
    }

    func window(of reader: Reader) -> Int64 {
        window(from: reader.runStart, at: reader.offset)
    }

    /// The same, where it matters whether the reader waits for the store or the store for the reader: one that has little left to take of what has
    /// come is as fast as the store, and few long transfers serve it best.
    private func window(of reader: Reader, map: SliceMap) -> Int64 {
        let near = reader.offset..<max(reader.offset, min(reader.end, reader.offset + limits.firstReadAheadBytes + 1))
        guard map.firstMissing(in: near) != nil else { return window(of: reader) }
        return widestWindow(of: reader)
    }

    /// The most that may have been asked for ahead of a reader.
    func widestWindow(of reader: Reader) -> Int64 {
        max(window(of: reader), min(limits.fastReadAheadBytes, 2 * (reader.offset - reader.runStart)))
    }

    /// Where the bytes end that are wanted because of a reader: with its range, or a window beyond it when it goes on where another ended.
    func reach(of reader: Reader) -> Int64 {
        reader.runStart < reader.start ? reader.end + window(of: reader) : reader.end
    }

    /// Where a transfer that is begun for a reader now ends at the latest: a window from there, and another beyond the range of one who goes on where
    /// another ended.
    func limit(of reader: Reader, map: SliceMap) -> Int64 {
        min(reader.end, reader.offset + window(of: reader, map: map)) + reach(of: reader) - reader.end
    }

    /// Where the reading began that has come up to `offset`; `nil` when nobody read up to there lately.
    func runStart(upTo offset: Int64) -> Int64? {
        let gone = trails.all.lazy.filter { $0.end == offset }.map(\.runStart)
        let present = readers.values.lazy.filter { $0.end == offset && $0.start < offset }.map(\.runStart)
        return [gone.min(), present.min()].compactMap(\.self).min()
    }

    /// Whether the byte is one that who read on by several requests is likely to ask for next.
    func isNextOfTrail(_ position: Int64) -> Bool {
        trails.all.contains {
            $0.isRun && $0.end <= position && position < $0.end + window(from: $0.runStart, at: $0.end)
        }
    }

    /// A reader has read on: whether bytes should be fetched before it gets to them.
    ///
    /// - Returns: a new flight to be started, or `nil` when enough is there or on its way.
    package mutating func flightAhead(of reader: ReaderID, map: SliceMap) -> Flight? {
        guard let reader = readers[reader] else { return nil }
        let limit = limit(of: reader, map: map)
        let half = window(of: reader, map: map) / 2
        guard let missing = missingAhead(of: reader.offset, within: half, limit: limit, map: map),
            missing > reader.offset || reader.offset == reader.end
        else { return nil }
        return flightNeeded(at: missing, limit: limit, map: map, isPatient: true)
    }

    /// A range was read without a reader, all of it being there.
    ///
    /// - Returns: whether it should be read by a reader after all, so that what follows is fetched in time.
    package mutating func passes(_ range: Range<Int64>, map: SliceMap) -> Bool {
        guard !map.isComplete, !trails.all.isEmpty, let runStart = runStart(upTo: range.lowerBound) else {
            return false
        }
        let window = window(from: runStart, at: range.upperBound)
        let limit = range.upperBound + window
        if missingAhead(of: range.upperBound, within: window / 2, limit: limit, map: map) != nil { return true }
        trails.add(start: range.lowerBound, end: range.upperBound, runStart: runStart)
        return false
    }

    /// The first byte ahead that is neither there nor on its way, when it is as near as this: half a window, so that several slices come by one
    /// request and the request is made in time.
    private func missingAhead(of offset: Int64, within near: Int64, limit: Int64, map: SliceMap) -> Int64? {
        let end = max(offset, min(limit, offset + near))
        var position = offset
        while position < end, let missing = map.firstMissing(in: position..<end) {
            guard let flight = flight(towards: missing) else { return missing }
            position = flight.end
        }
        return nil
    }
}
