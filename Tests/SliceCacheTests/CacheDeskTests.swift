import Recordings
import Sharing
import SliceCache
import Testing

/// What the cache decides about whole recordings, without files, index or network.
@Suite("The cache's desk")
struct CacheDeskTests {
    enum Event: Sendable {
        case admit(_ key: String)
        /// One of those who wait for an opening does so no more.
        case leave(opening: Int, of: String)
        case opened(Int, of: String, isAbsent: Bool = false)
        /// An opening made a version.
        case enlist(_ version: Int64, of: String, opening: Int, hasFile: Bool = true)
        /// The index has a version.
        case know(_ version: Int64, of: String, expiresAt: Int64? = nil)
        case reopen(_ version: Int64, of: String)
        case discard(_ version: Int64, of: String)
        /// The version is another at the provider.
        case change(_ version: Int64)
        case grow(_ opening: Int, of: String)
        case grew(_ opening: Int)
        /// A follower goes.
        case unfollow(_ opening: Int)
        case purge(_ key: String)
        case pass(seconds: Int64)
        case shutDown
    }

    struct Example: CustomTestStringConvertible, Sendable {
        let what: String
        let events: [Event]
        /// What the desk answers, where it does.
        let answers: [String]

        var testDescription: String { what }
    }

    static let examples = [
        Example(
            what: "the first begins an opening, others wait for it, and whoever comes later finds it open",
            events: [
                .admit("a"), .admit("a"), .admit("b"), .enlist(1, of: "a", opening: 1), .admit("a"),
                .opened(1, of: "a"), .admit("a"),
            ],
            answers: ["begin 1", "wait 1", "begin 2", "wanted", "open 1", "wanted", "open 1"]
        ),
        Example(
            what: "an opening is given up with the last who waits, and the next begins another",
            events: [
                .admit("a"), .admit("a"), .leave(opening: 1, of: "a"), .leave(opening: 1, of: "a"), .admit("a"),
                .leave(opening: 1, of: "a"), .opened(1, of: "a"), .enlist(1, of: "a", opening: 1),
                .opened(2, of: "a"),
            ],
            answers: [
                "begin 1", "wait 1", "goes on", "given up", "begin 2", "goes on", "unwanted", "unwanted", "wanted",
            ]
        ),
        Example(
            what: "what a purge takes out does not come back by the opening that was under way",
            events: [
                .admit("a"), .admit("b"), .purge("a"), .enlist(1, of: "a", opening: 1), .opened(1, of: "a"),
                .opened(2, of: "b"), .admit("a"),
            ],
            answers: ["begin 1", "begin 2", "cancel 1", "unwanted", "unwanted", "wanted", "begin 3"]
        ),
        Example(
            what: "what no host has is not asked for again for a while, or until a purge",
            events: [
                .admit("a"), .opened(1, of: "a", isAbsent: true), .admit("a"), .pass(seconds: 4), .admit("a"),
                .pass(seconds: 1), .admit("a"), .opened(2, of: "a", isAbsent: true), .purge("a"), .admit("a"),
            ],
            answers: [
                "begin 1", "wanted", "refuse notFound", "refuse notFound", "begin 2", "wanted", "purged", "begin 3",
            ]
        ),
        Example(
            what: "what the index knows is opened once, and not when another version has taken its place",
            events: [
                .know(7, of: "a"), .admit("a"), .reopen(7, of: "a"), .opened(1, of: "a"), .admit("a"),
                .reopen(8, of: "a"), .discard(8, of: "a"), .discard(7, of: "a"), .discard(7, of: "a"),
                .reopen(7, of: "a"),
            ],
            answers: [
                "begin 1", "kept", "wanted", "open 7", "not kept", "stays", "discarded", "stays", "not kept",
            ]
        ),
        Example(
            what: "what the provider has forgotten is not played, nor what has changed, nor what has no file",
            events: [
                .know(7, of: "a", expiresAt: 10), .pass(seconds: 9), .admit("a"), .pass(seconds: 1), .admit("a"),
                .admit("b"), .enlist(8, of: "b", opening: 2), .opened(2, of: "b"), .change(8), .admit("b"),
                .admit("c"), .enlist(9, of: "c", opening: 4, hasFile: false), .opened(4, of: "c"), .admit("c"),
                .purge("c"),
            ],
            answers: [
                "begin 1", "expired", "begin 2", "wanted", "wanted", "begin 3", "begin 4", "wanted", "wanted",
                "begin 5", "cancel 5, end 9",
            ]
        ),
        Example(
            what: "a new version takes the place of another, which a purge ends as well",
            events: [
                .admit("a"), .enlist(1, of: "a", opening: 1), .opened(1, of: "a"), .change(1), .admit("a"),
                .enlist(2, of: "a", opening: 2), .opened(2, of: "a"), .admit("a"), .purge("a"),
            ],
            answers: ["begin 1", "wanted", "wanted", "begin 2", "wanted for 1", "wanted", "open 2", "end 1, delete 2"]
        ),
        Example(
            what: "audio without a size is followed by all who come, until it is given up with the last of them",
            events: [
                .admit("a"), .grow(1, of: "a"), .opened(1, of: "a"), .admit("a"), .admit("a"), .unfollow(1),
                .unfollow(1), .admit("a"),
            ],
            answers: ["begin 1", "grows", "wanted", "follow 1", "follow 1", "goes on", "given up 1", "begin 2"]
        ),
        Example(
            what: "audio without a size makes a version, and is followed until all of it is copied",
            events: [
                .admit("a"), .grow(1, of: "a"), .opened(1, of: "a"), .admit("a"), .enlist(1, of: "a", opening: 1),
                .admit("a"), .grew(1), .admit("a"),
            ],
            answers: ["begin 1", "grows", "wanted", "follow 1", "wanted", "follow 1", "open 1"]
        ),
        Example(
            what: "after the end nothing is admitted",
            events: [
                .know(7, of: "a"), .admit("b"), .shutDown, .admit("a"), .admit("b"), .grow(1, of: "b"),
                .opened(1, of: "b"),
            ],
            answers: ["begin 1", "refuse cancelled", "refuse cancelled", "does not grow", "wanted"]
        ),
    ]

    @Test("As a table", arguments: examples)
    func table(_ example: Example) {
        var run = Run()
        for event in example.events { run.take(event) }
        #expect(run.answers == example.answers)
    }

    /// A desk with what the cache would do about its answers.
    struct Run {
        private(set) var answers: [String] = []
        private var desk = CacheDesk(limits: CacheDeskTests.limits())
        private var recordings: [Int64: CachedRecording] = [:]
        private var growths: [Int: GrowingAudio] = [:]
        private var now: Int64 = 0

        mutating func take(_ event: Event) {
            switch event {
            case .admit(let key): answers.append(admit(key))
            case .leave(let opening, let key):
                answers.append(desk.leave(opening: opening, of: .named(key)) ? "given up" : "goes on")
            case .opened(let opening, let key, let isAbsent):
                let isWanted = desk.opened(opening, of: .named(key), isAbsent: isAbsent, now: now)
                answers.append(isWanted ? "wanted" : "unwanted")
            case .enlist(let version, let key, let opening, let hasFile):
                let recording = CachedRecording.version(version, of: key, hasFile: hasFile)
                recordings[version] = recording
                let enlisting = desk.enlist(recording, as: hasFile ? .version(version, of: key) : nil, opening: opening)
                let replaced = enlisting.replaced.map { " for \($0.row.number)" } ?? ""
                answers.append(enlisting.isWanted ? "wanted" + replaced : "unwanted")
            case .know(let version, let key, let expiresAt):
                desk.know(.version(version, of: key, expiresAt: expiresAt))
            case .reopen(let version, let key):
                answers.append(desk.reopened(.version(version, of: key), now: now).isKept ? "kept" : "not kept")
            case .discard(let version, let key):
                answers.append(desk.discard(.named(key), number: version) ? "discarded" : "stays")
            case .change(let version): recordings[version]?.end(.changed)
            case .grow(let opening, let key):
                let growing = GrowingAudio.named(key, opening: opening)
                growths[opening] = growing
                answers.append(desk.grow(growing) ? "grows" : "does not grow")
            case .grew(let opening): growths[opening].map { desk.grew($0) }
            case .unfollow(let opening): growths[opening].map { answers.append(unfollow($0)) }
            case .purge(let key): answers.append(purge(key))
            case .pass(let seconds): now += seconds
            case .shutDown: _ = desk.shutDown()
            }
        }

        private mutating func admit(_ key: String) -> String {
            switch desk.admit(.named(key), now: now) {
            case .open(let recording): "open \(recording.number ?? 0)"
            case .growing(let growing): "follow \(growing.number)"
            case .opening(let number, let isNew): isNew ? "begin \(number)" : "wait \(number)"
            case .expired: "expired"
            case .refused(let error): "refuse \(error.reason)"
            }
        }

        private mutating func unfollow(_ growing: GrowingAudio) -> String {
            _ = growing.leave()
            let given = desk.giveUp(growing)
            return given.isEmpty ? "goes on" : "given up \(given.map(\.description).joined())"
        }

        private mutating func purge(_ key: String) -> String {
            let purged = desk.purge { $0 == .named(key) }
            let parts =
                purged.openings.map { "cancel \($0)" } + purged.growths.map { "cancel \($0.number)" }
                + purged.strays.map { "end \($0.number ?? 0)" } + purged.items.map { "delete \($0.row.number)" }
            return parts.isEmpty ? "purged" : parts.joined(separator: ", ")
        }
    }

    fileprivate static func limits(_ change: (inout SliceCacheLimits) -> Void = { _ in }) -> SliceCacheLimits {
        var limits = SliceCacheLimits()
        limits.notFoundSeconds = 5
        change(&limits)
        return limits
    }
}

/// What goes when there is too much.
extension CacheDeskTests {
    struct Kept: Hashable, Sendable {
        let version: Int64
        let usedAt: Int64
        var isBusy = false
        var bytes: Int64 = 10
    }

    /// Of the same second are 2 and 4, and 1 and 3.
    private static let kept = [
        Kept(version: 1, usedAt: 20), Kept(version: 2, usedAt: 10), Kept(version: 3, usedAt: 20),
        Kept(version: 4, usedAt: 10), Kept(version: 5, usedAt: 5, isBusy: true), Kept(version: 6, usedAt: 5, bytes: 0),
    ]

    /// A desk that has opened all of them, whatever came first, and readers of the busy ones.
    private static func desk(seed: UInt64, limits: SliceCacheLimits) -> (desk: CacheDesk, held: [CachedRecording]) {
        var random = SeededGenerator(seed: seed)
        var desk = CacheDesk(limits: limits)
        var held: [CachedRecording] = []
        for version in kept.shuffled(using: &random) {
            let key = "\(version.version)"
            desk.know(.version(version.version, of: key, usedAt: version.usedAt, bytes: version.bytes))
            let recording = CachedRecording.version(version.version, of: key)
            if version.isBusy { _ = recording.enter(0..<1) }
            _ = desk.reopened(recording, now: version.usedAt)
            held.append(recording)
        }
        return (desk, held)
    }

    @Test(
        "When the disk needs room idle versions go, the longest unused first, of several the lowest number",
        arguments: [(1, [2]), (10, [2]), (11, [2, 4]), (25, [2, 4, 1]), (40, [2, 4, 1, 3]), (1000, [2, 4, 1, 3])]
            as [(Int64, [Int64])]
    )
    func evictIdle(bytes: Int64, gone: [Int64]) {
        for seed in 0..<20 as Range<UInt64> {
            var (desk, held) = Self.desk(seed: seed, limits: Self.limits())
            #expect(desk.evictIdle(bytes: bytes).map(\.row.number) == gone, "seed \(seed)")
            withExtendedLifetime(held) {}
        }
    }

    @Test(
        "When more is kept than may be the same go, and busy ones after them",
        arguments: [(50, []), (45, [6, 2]), (40, [6, 2, 4]), (10, [6, 2, 4, 1, 3]), (0, [6, 2, 4, 1, 3, 5])]
            as [(Int64, [Int64])]
    )
    func evict(maximumBytes: Int64, gone: [Int64]) {
        for seed in 0..<20 as Range<UInt64> {
            var (desk, held) = Self.desk(seed: seed, limits: Self.limits { $0.maximumBytes = maximumBytes })
            #expect(desk.tidy(now: 30, expiredToo: false).evicted.map(\.row.number) == gone, "seed \(seed)")
            withExtendedLifetime(held) {}
        }
    }

    @Test("When more files are open than may be the same are closed, but no busy one")
    func closeIdle() {
        for seed in 0..<20 as Range<UInt64> {
            let open = Self.kept.count
            var (desk, held) = Self.desk(seed: seed, limits: Self.limits { $0.maximumOpenRecordings = open })
            let closed = (7...12 as ClosedRange<Int64>).flatMap { version in
                desk.know(.version(version, of: "\(version)"))
                return desk.reopened(.version(version, of: "\(version)"), now: 20 + version).closed.map(\.number)
            }
            #expect(closed == [6, 2, 4, 1, 3, 7], "seed \(seed)")
            withExtendedLifetime(held) {}
        }
    }

    @Test("Readers have a limit, and nobody is let in after the end")
    func readers() {
        var desk = CacheDesk(limits: Self.limits { $0.maximumReaders = 2 })
        #expect([desk.enter(), desk.enter(), desk.enter()] == [nil, nil, .overloaded])
        desk.leave()
        #expect(desk.enter() == nil)
        _ = desk.shutDown()
        #expect(desk.enter() == .cancelled)
        #expect(desk.remind() == nil)
    }

    @Test("Flights are given up by recording or one by one, and only while they last")
    func flights() {
        var desk = CacheDesk(limits: Self.limits())
        let recordings = [CachedRecording.version(1, of: "a"), .version(2, of: "b")]
        let ids = [0..<10, 10..<20, 20..<30].map { recordings[0].begin($0).flight.id }
        let keys = ids.map { CacheDesk.FlightKey($0, of: recordings[0]) }
        #expect(keys.map { desk.begin($0) } == [1, 2, 3])
        #expect(desk.begin(.init(recordings[1].begin(0..<10).flight.id, of: recordings[1])) == 4)
        #expect(desk.abandon([ids[2], ids[0]], of: recordings[0]) == [1, 3])
        desk.landed(keys[0])
        #expect(desk.abandon(ids, of: recordings[0]) == [2, 3])
        #expect(desk.abandonAll(of: recordings[0]) == [2, 3])
        #expect(desk.abandonAll(of: recordings[1]) == [4])
        _ = desk.shutDown()
        #expect(desk.begin(keys[0]) == nil)
    }

    @Test("One work deletes what went, until nothing is left of it")
    func removals() {
        var desk = CacheDesk(limits: Self.limits())
        let removals = (1...5).map { PendingRemovals.Removal(number: $0, key: nil, storedBytes: 1) }
        let works = [desk.remove(behind: Array(removals[..<3])), desk.remove(behind: Array(removals[3...]))]
        #expect(works == [1, nil])
        #expect([3, 3, 3].map { desk.nextRemovals($0).count } == [3, 2, 0])
        #expect(desk.remove(behind: removals) == 2)
        _ = desk.shutDown()
        #expect(desk.nextRemovals(3).isEmpty)
        #expect(desk.remove(behind: removals) == nil)
    }
}

/// A file of which nothing is read.
private struct UnreadFile: SliceFile {
    func read(_ range: Range<Int64>, into target: UnsafeMutableRawBufferPointer) throws(SliceFileError) {
        throw .short
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) throws(SliceFileError) {
        throw .full
    }
}

extension RecordingKey {
    fileprivate static func named(_ name: String) -> RecordingKey {
        RecordingKey(entry: CallRecIntGUID("entry"), recording: CacheBench.recordingID(name))
    }
}

extension AudioValidator {
    fileprivate static let hundredBytes = AudioValidator(
        sizeBytes: 100,
        upstreamTag: nil,
        lastModified: nil,
        contentType: "audio/mpeg"
    )
}

extension SliceStore.Row {
    fileprivate static func version(
        _ number: Int64,
        of key: String,
        usedAt: Int64 = 0,
        expiresAt: Int64? = nil,
        bytes: Int64 = 0
    ) -> SliceStore.Row {
        SliceStore.Row(
            number: number,
            key: .named(key),
            validator: .hundredBytes,
            sliceBytes: 10,
            createdAt: 0,
            lastUsedAt: usedAt,
            expiresAt: expiresAt,
            storedBytes: bytes
        )
    }
}

extension CachedRecording {
    fileprivate static func version(_ number: Int64, of key: String, hasFile: Bool = true) -> CachedRecording {
        CachedRecording(
            key: .named(key),
            validator: .hundredBytes,
            createdAt: 0,
            number: number,
            file: hasFile ? UnreadFile() : nil,
            map: SliceMap(sizeBytes: 100, sliceBytes: 10),
            limits: SliceCacheLimits()
        )
    }
}

extension GrowingAudio {
    fileprivate static func named(_ key: String, opening: Int) -> GrowingAudio {
        GrowingAudio(
            key: .named(key),
            audio: UnsizedAudio(
                upstreamTag: nil,
                lastModified: nil,
                type: AudioType(mediaType: "audio/mpeg"),
                isEndTold: true
            ),
            number: opening,
            file: nil,
            maximumUnkeptBytes: 100
        )
    }
}
