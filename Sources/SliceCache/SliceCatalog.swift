internal import Recordings

/// Every version that is kept, its size and last use, and which to let go; pure.
struct SliceCatalog: Sendable {
    struct Item: Sendable {
        let row: SliceStore.Row
        var storedBytes: Int64
        /// Seconds since 1970.
        var lastUsedAt: Int64
        /// Set while its file is open.
        var recording: CachedRecording?
    }

    private(set) var items: [RecordingKey: Item] = [:]
    /// The bytes of all complete slices.
    private(set) var storedBytes: Int64 = 0
    /// Uses since the index was last told.
    private var freshUses: [Int64: Int64] = [:]

    subscript(key: RecordingKey) -> Item? { items[key] }

    mutating func add(_ row: SliceStore.Row, recording: CachedRecording?) {
        remove(row.key)
        items[row.key] = Item(
            row: row,
            storedBytes: row.storedBytes,
            lastUsedAt: row.lastUsedAt,
            recording: recording
        )
        storedBytes += row.storedBytes
    }

    mutating func opened(_ key: RecordingKey, as recording: CachedRecording) {
        items[key]?.recording = recording
    }

    @discardableResult
    mutating func remove(_ key: RecordingKey) -> Item? {
        guard let item = items.removeValue(forKey: key) else { return nil }
        storedBytes -= item.storedBytes
        return item
    }

    mutating func touch(_ key: RecordingKey, now: Int64) {
        guard let item = items[key], item.lastUsedAt != now else { return }
        items[key]?.lastUsedAt = now
        freshUses[item.row.number] = now
    }

    mutating func takeFreshUses() -> [Int64: Int64] {
        defer { freshUses = [:] }
        return freshUses
    }

    /// Takes note of bytes that were stored or dropped.
    mutating func count(_ bytes: Int64, of key: RecordingKey, number: Int64) {
        guard items[key]?.row.number == number else { return }
        items[key]?.storedBytes += bytes
        storedBytes += bytes
    }

    /// Takes out what is to be deleted so that at most `maximumBytes` remain: least recently used first, busy ones last.
    mutating func evict(maximumBytes: Int64) -> [Item] {
        guard storedBytes > maximumBytes else { return [] }
        var evicted: [Item] = []
        let order = items.values.sorted { left, right in
            let (leftBusy, rightBusy) = (left.recording?.isBusy ?? false, right.recording?.isBusy ?? false)
            return leftBusy == rightBusy ? left.lastUsedAt < right.lastUsedAt : rightBusy
        }
        for item in order where storedBytes > maximumBytes {
            if let item = remove(item.row.key) { evicted.append(item) }
        }
        return evicted
    }

    /// Lets go of open files beyond `maximumOpen`, least recently used first; busy ones stay.
    mutating func closeIdle(maximumOpen: Int) {
        let open = items.values.filter { $0.recording != nil }
        guard open.count > maximumOpen else { return }
        let idle = open.filter { $0.recording?.isBusy == false }.sorted { $0.lastUsedAt < $1.lastUsedAt }
        for item in idle.prefix(open.count - maximumOpen) { items[item.row.key]?.recording = nil }
    }

    /// Takes out everything that `isMeant` picks.
    mutating func purge(where isMeant: (RecordingKey) -> Bool) -> [Item] {
        items.keys.filter(isMeant).compactMap { remove($0) }
    }
}
