import Foundation
import GRDB
import PlaybackAudit
import Recordings
import Testing

/// Pages of events, by every filter.
@Suite struct AuditReadingTests {
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)
    private static let users = ["supervisor", "director", "Jos\u{E9}", "Karen"]

    /// Events of every outcome but those under way, a minute apart: four users, two entries, seven recordings.
    private static func fill(_ folder: AuditFolder, _ count: Int) async throws {
        try await folder.run { audit in
            for number in 0..<count {
                folder.advance(seconds: 60)
                let key = try key(number)
                if number % 10 == 9 {
                    audit.notPlayed(
                        code: "code \(number)",
                        user: users[number % 4],
                        entry: key.entry,
                        recording: key.recording,
                        address: "192.0.2.1",
                        isDownload: false
                    )
                    continue
                }
                let playback = try await audit.open(key, sizeBytes: 100, range: 0..<10)
                #expect(playback.hold())
                switch number % 10 {
                case 0: playback.answered(0..<0, now: folder.now)
                case 1...4: playback.answered(0..<100, now: folder.now)
                case 5, 6: playback.answered(0..<50, now: folder.now)
                default:
                    playback.begin(0..<50, now: folder.now)
                    playback.end(failure: "storeUnreachable", now: folder.now)
                }
            }
        }
    }

    private static func key(_ number: Int) throws -> PlaybackKey {
        PlaybackKey(
            listener: .user(users[number % 4], expiresAt: Int64(number), keyID: "k"),
            entry: CallRecIntGUID("entry \(number % 2)"),
            recording: try #require(RecordingID("04\(number % 7)")),
            address: "192.0.2.1",
            isDownload: false,
            activity: number % 10 == 8 ? .looking : .listening
        )
    }

    private func all(_ query: AuditQuery, limit: Int, of audit: PlaybackAudit) async throws -> [AuditEvent] {
        var query = query
        query.limit = limit
        var events: [AuditEvent] = []
        repeat {
            let page = try await audit.page(query)
            #expect(page.events.count <= limit)
            events += page.events
            query.after = page.next
        } while query.after != nil
        return events
    }

    /// A filter, and which events it must find.
    struct Filter: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let set: @Sendable (inout AuditQuery) -> Void
        let isWanted: @Sendable (AuditEvent) -> Bool

        var field: Substring { testDescription.prefix { $0 != " " } }
    }

    private static let middle = start.addingTimeInterval(60 * 100)
    private static let single: [Filter] = [
        Filter(testDescription: "all", set: { _ in }, isWanted: { _ in true }),
        Filter(testDescription: "user", set: { $0.user = "supervisor" }, isWanted: { $0.user == "supervisor" }),
        Filter(testDescription: "entry", set: { $0.entry = "entry 1" }, isWanted: { $0.entry == "entry 1" }),
        Filter(testDescription: "recording", set: { $0.recording = "043" }, isWanted: { $0.recordingID == "043" }),
        Filter(testDescription: "kind", set: { $0.kind = .looked }, isWanted: { $0.kind == .looked }),
        Filter(testDescription: "since", set: { $0.since = middle }, isWanted: { $0.startedAt >= middle }),
        Filter(testDescription: "until", set: { $0.until = middle }, isWanted: { $0.startedAt < middle }),
        Filter(
            testDescription: "played",
            set: { query in
                query.played = [("entry 0", "042"), ("entry 1", "045")].compactMap { entry, id in
                    RecordingID(id).map { .init(entry: CallRecIntGUID(entry), recording: $0) }
                }
            },
            isWanted: { [["entry 0", "042"], ["entry 1", "045"]].contains([$0.entry, $0.recordingID]) }
        ),
        Filter(testDescription: "played nothing", set: { $0.played = [] }, isWanted: { _ in false }),
    ]
    private static let outcomes = AuditEvent.Outcome.allCases.map { outcome in
        Filter(
            testDescription: "outcome \(outcome.rawValue)",
            set: { $0.outcome = outcome },
            isWanted: { $0.outcome == outcome.rawValue }
        )
    }

    @Test("Every filter and every two of them find the same events in both orders and by pages of any size")
    func filters() async throws {
        let folder = try AuditFolder()
        try await Self.fill(folder, 200)
        let audit = try folder.audit()
        defer { audit.close() }
        let everything = try await audit.page(AuditQuery()).events
        #expect(everything.count == 200)
        let filters = Self.single + Self.outcomes
        for (index, first) in filters.enumerated() {
            for second in filters[index...] {
                var query = AuditQuery()
                first.set(&query)
                second.set(&query)
                // Of two values of one field the second is asked for.
                let isReplaced = first.field == second.field
                let wanted = everything.filter { (isReplaced || first.isWanted($0)) && second.isWanted($0) }.map(\.id)
                let name: Comment = "\(first.testDescription), \(second.testDescription)"
                #expect(try await all(query, limit: 31, of: audit).map(\.id) == wanted, name)
                query.order = .newest
                #expect(try await all(query, limit: 31, of: audit).map(\.id) == wanted.reversed(), name)
                #expect(try await all(query, limit: 9_999, of: audit).map(\.id) == wanted.reversed(), name)
            }
        }
    }

    @Test("Playbacks under way are found as open, by whoever looks while they are")
    func open() async throws {
        let folder = try AuditFolder()
        try await folder.run { audit in
            for number in 1...5 { _ = try await audit.open(AuditFolder.key(number), sizeBytes: 10, range: 0..<10) }
            var query = AuditQuery()
            query.outcome = .open
            query.order = .newest
            #expect(
                try await all(query, limit: 2, of: audit).map(\.recordingID) == ["045", "044", "043", "042", "041"]
            )
            query.user = "somebody else"
            #expect(try await audit.page(query).events.isEmpty)
        }
    }

    /// Puts in many playbacks at once, as nobody would who has a key: for pages alone.
    private static func fill(_ folder: AuditFolder, rows: Int, times: String) throws {
        try folder.tamper(
            """
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < \(rows))
            INSERT INTO event SELECT 2 * n - 1, 'begun', NULL, \(times), 'user ' || (n % 2), 'url', 'entry ' || (n % 2),
                '04' || n, '192.0.2.1', '{"download":false,"range":"0-9","sizeBytes":10}', zeroblob(32) FROM number;
            INSERT INTO event SELECT sequence + 1, 'ended', sequence, atMilliseconds, listener, means, entry, recording,
                address, '{"answers":1,"outcome":"whole","ranges":["0-9"],"rangesAreCoarse":false,"seeks":0,"sentBytes":10}',
                zeroblob(32) FROM event;
            """
        )
    }

    @Test("Times are held to exactly, whatever a clock did meanwhile")
    func clocks() async throws {
        let folder = try AuditFolder()
        try folder.audit().close()
        // Among a minute for each: an hour a year ahead, and one that was 1970.
        let times =
            "CASE n / 60 WHEN 66 THEN 31536000000 WHEN 116 THEN -1700000000000 ELSE 0 END"
        try Self.fill(folder, rows: 12_000, times: "1700000000000 + n * 60000 + \(times)")
        let audit = try folder.audit()
        defer { audit.close() }
        func count(since: TimeInterval?, until: TimeInterval?) async throws -> Int {
            var query = AuditQuery()
            query.since = since.map { Self.start.addingTimeInterval($0) }
            query.until = until.map { Self.start.addingTimeInterval($0) }
            let found = try await all(query, limit: 5_000, of: audit).count
            query.order = .newest
            #expect(try await all(query, limit: 999, of: audit).count == found)
            return found
        }
        #expect(try await count(since: 31_536_000, until: nil) == 60)
        #expect(try await count(since: nil, until: 0) == 60)
        #expect(try await count(since: 60 * 5_000, until: 60 * 5_100) == 100)
        #expect(try await count(since: 60 * 3_950, until: 60 * 3_970) == 10)
        #expect(try await count(since: 60 * 11_990, until: nil) == 11 + 60)
        #expect(try await count(since: 70_000_000, until: nil) == 0)
    }

    @Test("A page that would take too many rows is given as far as it is, and goes on from there")
    func manyRows() async throws {
        let folder = try AuditFolder()
        try folder.audit().close()
        try Self.fill(folder, rows: 40_000, times: "1700000000000 + n * 1000")
        let audit = try folder.audit()
        defer { audit.close() }
        var query = AuditQuery()
        query.user = "user 0"
        query.entry = "entry 0"
        query.limit = 10
        #expect(try await audit.page(query).events.count == 10)
        // What nothing has is found out at once; what many rows have each, and none has both, is not.
        query.outcome = .broken
        #expect(try await audit.page(query).next == nil)
        query.outcome = nil
        for order in AuditQuery.Order.allCases {
            query.order = order
            query.entry = "entry 1"
            query.after = nil
            var pages = 0
            repeat {
                let page = try await audit.page(query)
                #expect(page.events.isEmpty)
                query.after = page.next
                pages += 1
            } while query.after != nil
            #expect(pages > 1 && pages < 10)
        }
    }

    @Test("A name is found in every spelling that Unicode calls the same, however many others there are")
    func spellings() async throws {
        let folder = try AuditFolder()
        let kelvin = "\u{212A}aren"
        for name in ["Jos\u{E9}", "Jose\u{301}", "Karen", kelvin, "Josef", "Kar"] {
            try await folder.run { audit in
                _ = try await audit.open(AuditFolder.key(user: name), sizeBytes: 10, range: 0..<10)
            }
        }
        let audit = try folder.audit()
        defer { audit.close() }
        for (name, count) in [
            ("Jos\u{E9}", 2), ("Jose\u{301}", 2), ("Karen", 2), (kelvin, 2), ("Kar", 1), ("karen", 0),
        ] {
            var query = AuditQuery()
            query.user = name
            #expect(try await audit.page(query).events.count == count, "\(name)")
        }
    }

    @Test("An audit from before there were these indexes gets them, and nothing of its rows changes")
    func older() async throws {
        let folder = try AuditFolder()
        try UnkeyedAudit.make(at: folder.file, rows: 6)
        try folder.audit().close()
        try folder.tamper(
            """
            DROP INDEX eventByBlock; DROP INDEX eventByRecording; DROP INDEX eventByKind; DROP INDEX eventByOutcome;
            CREATE INDEX eventByTime ON event (atMilliseconds);
            DELETE FROM grdb_migrations WHERE identifier = 'indexForReading'
            """
        )
        let hashes = try folder.hashes()
        let audit = try folder.audit()
        defer { audit.close() }
        var query = AuditQuery()
        query.outcome = .whole
        query.recording = "041"
        #expect(try await audit.page(query).events.count == 3)
        #expect(try folder.hashes() == hashes)
        #expect(try await folder.verify().isIntact)
    }
}
