internal import Recordings

/// Every version that is kept, its size and last use, and which to let go; pure.
package struct SliceCatalog: Sendable {
    package struct Item: Sendable {
        package let row: SliceStore.Row
        var storedBytes: Int64
        /// Seconds since 1970.
        var lastUsedAt: Int64
        /// Set while its file is kept open.
        fileprivate(set) var kept: CachedRecording?
        /// Set while anyone holds it, so that a file is never open twice.
        private weak var held: CachedRecording?

        /// The recording while its file is open.
        fileprivate(set) var recording: CachedRecording? {
            get { kept ?? held }
            set { (kept, held) = (newValue, newValue) }
        }

        fileprivate init(row: SliceStore.Row, recording: CachedRecording?) {
            self.row = row
            storedBytes = row.storedBytes
            lastUsedAt = row.lastUsedAt
            (kept, held) = (recording, recording)
        }
    }

    /// How much more than needed is let go at once, as a part of the limit: a full cache is not sorted through for every fetch.
    private static let evictionSurplus: Int64 = 32
    /// The same of open files.
    private static let closingSurplus = 16

    private(set) var items: [RecordingKey: Item] = [:]
    /// Those whose files are kept open: few of all.
    private var keptOpen: Set<RecordingKey> = []
    /// The bytes of all complete slices.
    private(set) var storedBytes: Int64 = 0
    private var storedBytesByEntry: [CallRecIntGUID: Int64] = [:]
    /// Uses since the index was last told.
    private var freshUses: [Int64: Int64] = [:]

    subscript(key: RecordingKey) -> Item? { items[key] }

    mutating func add(_ row: SliceStore.Row, recording: CachedRecording?) {
        remove(row.key)
        items[row.key] = Item(row: row, recording: recording)
        if recording != nil { keptOpen.insert(row.key) }
        add(row.storedBytes, to: row.key.entry)
    }

    private mutating func add(_ bytes: Int64, to entry: CallRecIntGUID) {
        storedBytes += bytes
        let sum = storedBytesByEntry[entry, default: 0] + bytes
        storedBytesByEntry[entry] = sum == 0 ? nil : sum
    }

    mutating func opened(_ key: RecordingKey, as recording: CachedRecording) {
        guard items[key] != nil else { return }
        items[key]?.recording = recording
        keptOpen.insert(key)
    }

    @discardableResult
    mutating func remove(_ key: RecordingKey) -> Item? {
        guard let item = items.removeValue(forKey: key) else { return nil }
        keptOpen.remove(key)
        add(-item.storedBytes, to: key.entry)
        return item
    }

    /// The open recording, which from now on is kept open.
    mutating func use(_ key: RecordingKey, now: Int64) -> CachedRecording? {
        guard let recording = items[key]?.recording else { return nil }
        if keptOpen.insert(key).inserted { items[key]?.kept = recording }
        touch(key, now: now)
        return recording
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
        add(bytes, to: key.entry)
    }

    /// Takes out what is to be deleted when an entry has more than its share or all have more than the limit, so that a little less remains:
    /// least recently used first, busy ones last, and of an entry that has too much only its own.
    mutating func evict(maximumBytes: Int64, maximumBytesPerEntry: Int64) -> [Item] {
        var evicted: [Item] = []
        for entry in storedBytesByEntry.filter({ $0.value > maximumBytesPerEntry }).keys.sorted() {
            let order = evictionOrder { $0.row.key.entry == entry }
            let target = Self.target(maximumBytesPerEntry)
            for item in order where storedBytesByEntry[entry, default: 0] > target {
                if let item = remove(item.row.key) { evicted.append(item) }
            }
        }
        guard storedBytes > maximumBytes else { return evicted }
        let target = Self.target(maximumBytes)
        for item in evictionOrder(where: { _ in true }) where storedBytes > target {
            if let item = remove(item.row.key) { evicted.append(item) }
        }
        return evicted
    }

    /// Takes out idle versions of at least `bytes` together, least recently used first, or all there are.
    mutating func evictIdle(bytes: Int64) -> [Item] {
        var evicted: [Item] = []
        var sum: Int64 = 0
        let order = evictionOrder { $0.storedBytes > 0 && $0.recording?.isBusy != true }
        for item in order where sum < bytes {
            guard let item = remove(item.row.key) else { continue }
            sum += item.storedBytes
            evicted.append(item)
        }
        return evicted
    }

    private static func target(_ maximumBytes: Int64) -> Int64 {
        maximumBytes - maximumBytes / evictionSurplus
    }

    /// Idle before busy, then least recently used, then by number: never by chance.
    private func evictionOrder(where isMeant: (Item) -> Bool) -> [Item] {
        // Each is asked once: it may be busy a moment later.
        let ranked = items.values.filter(isMeant).map { item in
            (rank: (item.recording?.isBusy == true ? 1 : 0, item.lastUsedAt, item.row.number), item: item)
        }
        return ranked.sorted { $0.rank < $1.rank }.map(\.item)
    }

    /// Lets go of open files when there are more than `maximumOpen`, so that a few less remain: least recently used first, then by number; busy ones stay.
    ///
    /// - Returns: what was let go; files are closed with the last reference, which is best not held under a lock.
    mutating func closeIdle(maximumOpen: Int) -> [CachedRecording] {
        guard keptOpen.count > maximumOpen else { return [] }
        let idle = keptOpen.compactMap { items[$0] }.filter { $0.kept?.isBusy == false }
            .sorted { ($0.lastUsedAt, $0.row.number) < ($1.lastUsedAt, $1.row.number) }
        return idle.prefix(keptOpen.count - maximumOpen + maximumOpen / Self.closingSurplus).compactMap { item in
            keptOpen.remove(item.row.key)
            items[item.row.key]?.kept = nil
            return item.kept
        }
    }

    /// Takes out everything that the provider has forgotten by `now`.
    mutating func expire(now: Int64) -> [Item] {
        items.values.filter { $0.isExpired(now: now) }.compactMap { remove($0.row.key) }
    }

    /// Takes out everything that `isMeant` picks.
    mutating func purge(where isMeant: (RecordingKey) -> Bool) -> [Item] {
        items.keys.filter(isMeant).compactMap { remove($0) }
    }
}

extension SliceCatalog.Item {
    /// Whether the provider has forgotten the recording.
    func isExpired(now: Int64) -> Bool {
        row.expiresAt.map { $0 <= now } ?? false
    }
}
