internal import Synchronization

/// Where in a recording the bytes are that the cache has.
extension SliceCache {
    /// Which bytes of a recording are here.
    package struct Filling: Sendable, Hashable {
        /// In order, none touching another, at most as many as asked for.
        package let ranges: [Range<Int64>]
        /// How many more there are.
        package let omittedRanges: Int
        package let sliceBytes: Int64
    }

    /// Which bytes are here of a recording, without touching it.
    ///
    /// - Parameters:
    ///   - key: which recording.
    ///   - maximumRanges: the most that are told.
    /// - Returns: `nil` when nothing is here, or the index cannot be read.
    package func filling(of key: RecordingKey, maximumRanges: Int) async -> Filling? {
        let now = unixNow
        guard let item = ask({ $0.version(of: key) }), !item.isExpired(now: now) else { return nil }
        let map: SliceMap
        if let recording = item.recording {
            map = recording.observe { $0.map }
        } else {
            guard let slices = try? await store.slices(of: item.row.number) else { return nil }
            map = SliceMap(of: item.row, stored: slices)
        }
        return Filling(map, maximumRanges: maximumRanges)
    }
}

extension SliceCache.Filling {
    init(_ map: SliceMap, maximumRanges: Int) {
        let filled = map.filledRanges
        ranges = Array(filled.prefix(maximumRanges))
        omittedRanges = max(0, filled.count - maximumRanges)
        sliceBytes = map.sliceBytes
    }
}

extension SliceMap {
    /// What the index knows of a version.
    init(of row: SliceStore.Row, stored slices: [SliceStore.Slice] = []) {
        self.init(
            sizeBytes: row.validator.sizeBytes,
            sliceBytes: row.sliceBytes,
            checksumSeed: VersionIdentity.seed(of: row)
        )
        for slice in slices where slice.index < sliceCount {
            set(.stored(checksum: slice.checksum), of: slice.index)
        }
    }
}
