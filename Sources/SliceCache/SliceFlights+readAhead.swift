/// How far flights go ahead of readers: little for one that has just arrived or sought, more the longer it reads on, over several requests too.
extension SliceFlights {
    /// How far ahead of `offset` bytes are wanted by who has read everything from `runStart` up to there.
    private func window(from runStart: Int64, at offset: Int64) -> Int64 {
        min(limits.readAheadBytes, max(limits.firstReadAheadBytes, offset - runStart))
    }

    func window(of reader: Reader) -> Int64 {
        window(from: reader.runStart, at: reader.offset)
    }

    /// Where the bytes end that are wanted because of a reader: with its range, or a window beyond it when it goes on where another ended.
    func reach(of reader: Reader) -> Int64 {
        reader.runStart < reader.start ? reader.end + window(of: reader) : reader.end
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
        let limit = reach(of: reader)
        guard let missing = missingAhead(of: reader.offset, runStart: reader.runStart, limit: limit, map: map),
            missing > reader.offset || reader.offset == reader.end
        else { return nil }
        return flightNeeded(at: missing, limit: limit, map: map)
    }

    /// A range was read without a reader, all of it being there.
    ///
    /// - Returns: whether it should be read by a reader after all, so that what follows is fetched in time.
    package mutating func passes(_ range: Range<Int64>, map: SliceMap) -> Bool {
        guard !map.isComplete, !trails.all.isEmpty, let runStart = runStart(upTo: range.lowerBound) else {
            return false
        }
        let limit = range.upperBound + window(from: runStart, at: range.upperBound)
        if missingAhead(of: range.upperBound, runStart: runStart, limit: limit, map: map) != nil { return true }
        trails.add(start: range.lowerBound, end: range.upperBound, runStart: runStart)
        return false
    }

    /// The first byte that is missing ahead, when less than half a window is there or on its way: so several slices come by one request.
    private func missingAhead(of offset: Int64, runStart: Int64, limit: Int64, map: SliceMap) -> Int64? {
        let half = window(from: runStart, at: offset) / 2
        guard let missing = map.firstMissing(in: offset..<max(offset, min(limit, offset + half))),
            !hasFlight(towards: missing)
        else { return nil }
        return missing
    }
}
