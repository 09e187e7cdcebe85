internal import Recordings

/// What the cache decides about whole recordings: who is let in, what is begun, given up and let go; pure.
///
/// Each function takes an event and tells what is to be done about it, which the cache does once it has let go of the lock that it keeps this
/// under. Work is told apart by numbers. Of one recording it is ``SliceMap`` and ``SliceFlights`` that decide.
///
/// Recordings and audio that comes without its size are held here, and asked for their standing; files, index and network are never touched.
package struct CacheDesk: Sendable {
    /// What a request for a recording meets.
    package enum Admission: Sendable {
        /// Its file is open.
        case open(CachedRecording)
        /// It comes without its size, and was entered.
        case growing(GrowingAudio)
        /// It is opened, or asked for: the work of this number, to be begun where it is new, is waited for.
        case opening(number: Int, isNew: Bool)
        /// The provider has forgotten it, and so must the cache.
        case expired
        case refused(SliceCacheError)
    }

    /// An opening under way.
    private struct Opening {
        let number: Int
        /// How many wait for it.
        var callers: Int
    }

    let limits: SliceCacheLimits
    var catalog = SliceCatalog()
    /// Recordings that are used but not in the catalog, because the disk failed or they were evicted.
    var strays = StrayRecordings()
    /// Recordings that are being asked for the first time, or read from the index.
    private var openings: [RecordingKey: Opening] = [:]
    /// Recordings that come without their size.
    private var growths: [RecordingKey: GrowingAudio] = [:]
    private var absences = AbsentRecordings()
    /// The work of each flight.
    var flights: [FlightKey: Int] = [:]
    /// Out of the catalog, and to be deleted.
    var removals = PendingRemovals()
    var isRemoving = false
    var readers = 0
    private var lastNumber = 0
    /// Seconds since 1970.
    var lastSweepAt: Int64 = 0
    private(set) var isShutDown = false

    /// A desk that knows of nothing.
    package init(limits: SliceCacheLimits) {
        self.limits = limits
    }

    /// A version that the index has, and the disk.
    package mutating func know(_ row: SliceStore.Row) {
        catalog.add(row, recording: nil)
    }

    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// What is kept of a recording, without touching it; `nil` when nothing is.
    package func version(of key: RecordingKey) -> SliceCatalog.Item? { catalog[key] }

    // MARK: Hits

    /// A recording whose file is open already, taken note of as used, and when the provider forgets it.
    package mutating func use(
        _ key: RecordingKey,
        now: Int64
    ) -> (recording: CachedRecording, forgottenAt: Int64?)? {
        guard let item = catalog[key], !item.isExpired(now: now), let recording = item.recording,
            recording.ending == nil
        else { return nil }
        return catalog.use(key, now: now).map { ($0, item.row.expiresAt) }
    }

    // MARK: Openings

    /// A request for a recording comes.
    package mutating func admit(_ key: RecordingKey, now: Int64) -> Admission {
        guard !isShutDown else { return .refused(.cancelled) }
        if catalog[key]?.isExpired(now: now) == true { return .expired }
        // Until all of it is copied, also where the catalog has it already.
        if let growing = growths[key] {
            growing.enter()
            return .growing(growing)
        }
        if let recording = catalog.use(key, now: now), recording.ending == nil, !recording.isIdleAndBroken {
            return .open(recording)
        }
        if absences.contains(key, now: now) { return .refused(.notFound) }
        if let known = openings[key] {
            openings[key]?.callers += 1
            return .opening(number: known.number, isNew: false)
        }
        let number = nextNumber()
        openings[key] = Opening(number: number, callers: 1)
        return .opening(number: number, isNew: true)
    }

    /// One who waits for an opening does so no more.
    ///
    /// - Returns: whether it was the last, and the opening is to be given up.
    package mutating func leave(opening number: Int, of key: RecordingKey) -> Bool {
        guard openings[key]?.number == number else { return false }
        openings[key]?.callers -= 1
        guard openings[key]?.callers == 0 else { return false }
        openings[key] = nil
        return true
    }

    /// An opening is over.
    ///
    /// - Parameters:
    ///   - number: the opening's.
    ///   - key: what was opened.
    ///   - isAbsent: whether no host has it, which is remembered for a while.
    ///   - now: seconds since 1970.
    /// - Returns: whether it was still wanted: it may have been purged, or given up by the last who waited.
    package mutating func opened(_ number: Int, of key: RecordingKey, isAbsent: Bool, now: Int64) -> Bool {
        guard openings[key]?.number == number else { return false }
        openings[key] = nil
        if isAbsent {
            absences.add(key, until: now + limits.notFoundSeconds, now: now, maximum: limits.maximumAbsences)
        }
        return true
    }

    /// Whether what an opening brought is still wanted, also when it brings it without a size.
    func isWanted(_ opening: Int, of key: RecordingKey) -> Bool {
        openings[key]?.number == opening || growths[key]?.number == opening
    }

    // MARK: Audio that comes without its size

    /// An opening found audio whose size is not told.
    ///
    /// - Returns: whether it is to be brought, as the work of the opening's number.
    package mutating func grow(_ growing: GrowingAudio) -> Bool {
        guard !isShutDown, openings[growing.key]?.number == growing.number else { return false }
        growths[growing.key] = growing
        return true
    }

    /// All of it has come, or no more will.
    package mutating func grew(_ growing: GrowingAudio) {
        if growths[growing.key] === growing { growths[growing.key] = nil }
    }

    /// Nobody follows it any more, unless somebody came just now.
    ///
    /// - Returns: the work to be given up.
    package mutating func giveUp(_ growing: GrowingAudio) -> [Int] {
        guard growths[growing.key] === growing, growing.isAbandoned else { return [] }
        growths[growing.key] = nil
        return [growing.number]
    }

    // MARK: Purge and end

    /// What a purge found.
    package struct Purged: Sendable {
        /// Out of the catalog; their files and rows are to be deleted.
        package let items: [SliceCatalog.Item]
        /// The same of those that were to be deleted anyway.
        package let removals: [PendingRemovals.Removal]
        /// In use without being in the catalog.
        package let strays: [CachedRecording]
        /// The work to be given up.
        package let openings: [Int]
        package let growths: [GrowingAudio]
    }

    /// Everything that `isMeant` picks is to go.
    package mutating func purge(where isMeant: (RecordingKey) -> Bool) -> Purged {
        let growths = growths.filter { isMeant($0.key) }
        for key in growths.keys { self.growths[key] = nil }
        let openings = openings.filter { isMeant($0.key) }
        for key in openings.keys { self.openings[key] = nil }
        absences.remove(where: isMeant)
        return Purged(
            items: catalog.purge(where: isMeant),
            removals: removals.take(where: isMeant),
            strays: strays.all.filter { isMeant($0.key) },
            openings: openings.values.map(\.number).sorted(),
            growths: growths.values.sorted { $0.number < $1.number }
        )
    }

    /// The cache is to end: nothing is admitted any more, and all work is to be given up.
    ///
    /// - Returns: the recordings that readers are to be told of, and the uses that the index has not been told of.
    package mutating func shutDown() -> (recordings: [CachedRecording], uses: [Int64: Int64]) {
        isShutDown = true
        return (catalog.items.values.compactMap(\.recording) + strays.all, catalog.takeFreshUses())
    }
}
