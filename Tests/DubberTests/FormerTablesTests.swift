import Foundation
import GRDB
import Logging
import Recordings
import Testing

import Dubber

/// What lay in the audio cache's file before the provider had one of its own.
@Suite("Moving into a file of its own")
struct FormerTablesTests {
    private static let tables = ["quota", "recordingAccount", "recording", "recordingTracking", "recordingCoverage"]
    private static let logger = StoredRecordingIndexTests.logger
    private let folder = FileManager.default.temporaryDirectory.appending(path: "former-\(UUID().uuidString)").path
    private let key = IndexKey(entry: CallRecIntGUID("a"), revision: 1, host: "https://h/v1/acme")
    private let quotaKey = QuotaKey(host: "h", clientID: Secret("client"))
    private let now = TestClock.start

    private var former: String { folder + "/index.sqlite" }
    private var own: String { folder + "/provider.sqlite" }

    /// A data directory as an earlier program left it, with rows in all tables, one of the audio cache's among them.
    private func makeFormer() async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try #require(DubberDatabase.open(path: former, logger: Self.logger))
        let index = StoredRecordingIndex(database: database, logger: Self.logger)
        let recordings = try (0..<5).map { number in
            Recording(
                recordingID: try #require(RecordingID("\(number)")),
                from: "+44163296011\(number)",
                to: "+441632960222",
                direction: .inbound,
                isVoicemail: false,
                channel: "Pat",
                startTime: Samples.start - Double(number),
                durationSeconds: 12,
                expiryTime: nil,
                updatedAt: nil,
                externalCallID: "callhalf-\(number):0",
                externalTrackingIDs: ["a\(number)", "b\(number)"]
            )
        }
        await index.learnAll(recordings, key: key)
        let quota = StoredQuota(database: database)
        for _ in 0..<3 { _ = try await quota.add(.api, to: quotaKey, at: now) }
        _ = try await quota.add(.token, to: quotaKey, at: now)
        database.close()
        try change(former) {
            try $0.execute(sql: "CREATE TABLE audio (number INTEGER PRIMARY KEY); INSERT INTO audio VALUES (7)")
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('audio 1')")
        }
    }

    private func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

    @discardableResult
    private func change<Value: Sendable>(_ path: String, _ body: @Sendable (Database) throws -> Value) throws -> Value {
        let database = try DatabaseQueue(path: path)
        defer { try? database.close() }
        return try database.write(body)
    }

    /// All rows of our tables, of those that are there.
    private func rows(_ path: String) throws -> [String: [String]] {
        try change(path) { database in
            var rows: [String: [String]] = [:]
            for table in Self.tables where try database.tableExists(table) {
                rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map(\.description).sorted()
            }
            return rows
        }
    }

    /// Opens the directory and closes it, as a process does.
    private func run(_ body: (DubberDatabase) async throws -> Void = { _ in }) async throws {
        let database = try #require(DubberDatabase.open(directory: folder, logger: Self.logger))
        defer { database.close() }
        try await body(database)
    }

    /// The cache's file has what is the cache's, and nothing of ours.
    private func expectOnlyAudio() throws {
        #expect(try rows(former).isEmpty)
        let (audio, migrations) = try change(former) {
            (
                try Int.fetchAll($0, sql: "SELECT number FROM audio"),
                try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations")
            )
        }
        #expect(audio == [7])
        #expect(migrations == ["audio 1"])
    }

    @Test("All rows move, those of the audio cache stay, and a second opening changes nothing")
    func upgrade() async throws {
        defer { cleanUp() }
        try await makeFormer()
        let before = try rows(former)
        #expect(before.count == Self.tables.count && before.values.allSatisfy { !$0.isEmpty })
        for _ in 0..<2 {
            try await run { database in
                let index = StoredRecordingIndex(database: database, logger: Self.logger)
                let found = await index.recordings(of: key, startingIn: Date.distantPast..<Date.distantFuture)
                #expect(found.map(\.recordingID.rawValue) == ["4", "3", "2", "1", "0"])
                let record = try await StoredQuota(database: database).record(quotaKey)
                #expect(record?.requests == 3 && record?.tokenRequests == 1)
            }
            #expect(try rows(own) == before)
            try expectOnlyAudio()
        }
        let mode = try FileManager.default.attributesOfItem(atPath: own)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("Cut short before the copy was whole, or before what was copied is dropped, the next opening gives the same")
    func crashes() async throws {
        defer { cleanUp() }
        try await makeFormer()
        let before = try rows(former)
        let kept = try Data(contentsOf: URL(filePath: former))
        // The file was made, and nothing committed to it.
        DubberDatabase.open(path: own, logger: Self.logger)?.close()
        for _ in 0..<2 {
            try await run()
            #expect(try rows(own) == before)
            try expectOnlyAudio()
            // Copied, but not dropped.
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: former + suffix) }
            try kept.write(to: URL(filePath: former))
        }
    }

    @Test(
        "What an earlier program counted since is not lost: of one day's two counts the higher one stands",
        arguments: [(-1, 9, 3), (0, 2, 3), (0, 9, 9), (1, 2, 2)]
    )
    func counts(day: Int, requests: Int, expected: Int) async throws {
        defer { cleanUp() }
        try await makeFormer()
        try await run()
        let database = try #require(DubberDatabase.open(path: former, logger: Self.logger))
        for _ in 0..<requests {
            _ = try await StoredQuota(database: database)
                .add(.api, to: quotaKey, at: now + Double(day) * 86_400)
        }
        database.close()
        try await run { database in
            let record = try await StoredQuota(database: database).record(quotaKey)
            #expect(record?.requests == expected)
            #expect(record?.day == QuotaLane.day(of: now + Double(max(0, day)) * 86_400))
        }
        try expectOnlyAudio()
    }

    @Test("Of an index of an earlier shape, or one without some of its tables, the counts move")
    func earlierShape() async throws {
        defer { cleanUp() }
        try await makeFormer()
        try change(former) {
            try $0.execute(sql: "DROP TABLE recording; DROP TABLE recordingTracking")
            try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'recordings 4'")
        }
        try await run { database in
            let record = try await StoredQuota(database: database).record(quotaKey)
            #expect(record?.requests == 3)
        }
        #expect(try rows(own)["recordingAccount"] == [])
        try expectOnlyAudio()
    }

    @Test("Without the other file, or with one that is damaged, the file is begun", arguments: [nil, "no database"])
    func nothingToMove(text: String?) async throws {
        defer { cleanUp() }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let bytes = text.map { Data(String(repeating: $0, count: 1_000).utf8) }
        try bytes?.write(to: URL(filePath: former))
        try await run { database in
            let record = try await StoredQuota(database: database).record(quotaKey)
            #expect(record == nil)
        }
        #expect(FileManager.default.contents(atPath: former) == bytes)
    }

    @Test("Who only reads finds what was kept before and after the move, and moves nothing")
    func reading() async throws {
        defer { cleanUp() }
        try await makeFormer()
        let before = try rows(former)
        for isMoved in [false, true] {
            if isMoved { try await run() }
            let database = try #require(DubberDatabase.openReading(directory: folder, logger: Self.logger))
            let record = try await StoredQuota(database: database).record(quotaKey)
            #expect(record?.requests == 3)
            database.close()
            #expect(try rows(former) == (isMoved ? [:] : before))
        }
    }
}
