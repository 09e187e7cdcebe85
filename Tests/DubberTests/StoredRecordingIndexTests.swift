import Foundation
import GRDB
import Logging
import Recordings
import Testing

import Dubber

@Suite("The recording index on disk")
struct StoredRecordingIndexTests {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let folder = FileManager.default.temporaryDirectory.appending(path: "index-\(UUID().uuidString)").path
    let key = IndexKey(entry: CallRecIntGUID("a"), revision: 1, host: "https://h/v1/acme")
    let all = Date.distantPast..<Date.distantFuture

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func open() throws -> (DubberDatabase, StoredRecordingIndex) {
        let database = try #require(DubberDatabase.open(path: folder + "/provider.sqlite", logger: Self.logger))
        return (database, StoredRecordingIndex(database: database, logger: Self.logger))
    }

    /// Opens the index, uses it, closes it: as a process does.
    func session<Answer>(_ body: (StoredRecordingIndex) async throws -> Answer) async throws -> Answer {
        let (database, index) = try open()
        defer { database.close() }
        return try await body(index)
    }

    func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

    @Test("Recordings and coverage are the same after a restart, in every field")
    func restart() async throws {
        defer { cleanUp() }
        let rich = Recording(
            recordingID: try #require(RecordingID("0412345678901234567")),
            from: "+441632960111",
            to: "Pat O'Example; \"x\"",
            direction: .outbound,
            isVoicemail: true,
            channel: "Zoë",
            startTime: Samples.start,
            durationSeconds: 12,
            expiryTime: Samples.start + 1_000,
            updatedAt: Samples.start + 5,
            externalCallID: "callhalf-1:0",
            externalTrackingIDs: ["a", "b"]
        )
        let plain = Recording(
            recordingID: try #require(RecordingID("7")),
            from: "",
            to: "",
            direction: nil,
            isVoicemail: false,
            channel: nil,
            startTime: Samples.start - 10,
            durationSeconds: nil,
            expiryTime: nil,
            updatedAt: nil,
            externalCallID: nil,
            externalTrackingIDs: []
        )
        let before = try await session { index in
            await index.learnAll([rich, plain], key: key)
            await index.learnAll([plain, rich], key: key, view: .number("+44 1"))
            return await index.lists(of: key, numbers: ["+44 1", "2"])
        }
        try await session { index in
            #expect(await index.recordings(of: key, startingIn: all) == [plain, rich])
            let after = await index.lists(of: key, numbers: ["+44 1", "2"])
            #expect(after.coverage == before.coverage)
            #expect(after.coverage.observations.count == 1)
            #expect(after.numbers == before.numbers)
            #expect(after.numbers.keys.sorted() == ["+44 1"])
        }
    }

    @Test("What was seen gone, removed or forgotten stays so after a restart")
    func gone() async throws {
        defer { cleanUp() }
        let recordings = try (0..<4).map { try Samples.recording("\($0)", start: Samples.start - Double($0)) }
        let other = IndexKey(entry: CallRecIntGUID("b"), revision: 1, host: key.host)
        try await session { index in
            await index.learnAll(recordings, key: key)
            await index.learnAll(recordings, key: other)
            let page = RecordingPage(recordings: [recordings[0]], itemCount: 1)
            let later = ListReading.begin(page, askedAt: TestClock.start + 10, pageSize: 1)
            let shown = recordings[1].startTime..<Samples.start + 1
            let learned = LearnedPage(page.recordings, observation: later, seenAt: later.asOf, shown: shown)
            await index.take(.learned(learned), key: key)
            #expect(await index.recordings(of: key, startingIn: all).map(\.recordingID.rawValue) == ["3", "2", "0"])
            await index.take(.removed(recordings[2].recordingID), key: key)
            await index.forget(other.entry)
        }
        try await session { index in
            #expect(await index.recordings(of: key, startingIn: all).map(\.recordingID.rawValue) == ["3", "0"])
            #expect(await index.recordings(of: other, startingIn: all).isEmpty)
            #expect(await index.coverage(of: other) == Coverage())
        }
    }

    @Test("A new revision of an entry knows nothing of the old, which goes from the disk as well")
    func revisions() async throws {
        defer { cleanUp() }
        let newer = IndexKey(entry: key.entry, revision: 2, host: key.host)
        try await session { await $0.learnAll([try Samples.recording()], key: key) }
        try await session { await $0.learnAll([try Samples.recording("9")], key: newer) }
        try await session { index in
            #expect(await index.recordings(of: key, startingIn: all).isEmpty)
            #expect(await index.recordings(of: newer, startingIn: all).count == 1)
        }
    }

    @Test("What expired long ago is tidied away, what expired lately is not")
    func tidies() async throws {
        defer { cleanUp() }
        let day = 86_400.0
        let old = try Samples.recording("1", expiry: TestClock.start - 31 * day)
        let lately = try Samples.recording("2", expiry: TestClock.start - day)
        try await session { index in
            await index.learnAll([old, lately], key: key)
            await index.tidy(now: TestClock.start)
        }
        try await session { index in
            #expect(await index.recordings(of: key, startingIn: all).map(\.recordingID.rawValue) == ["2"])
        }
    }

    @Test("A database that cannot even be read any more leaves the index working in memory with what comes")
    func failing() async throws {
        defer { cleanUp() }
        let (database, index) = try open()
        await index.learnAll([try Samples.recording("1")], key: key)
        database.close()
        #expect(await index.coverage(of: key) == Coverage())
        await index.learnAll([try Samples.recording("2")], key: key)
        #expect(await index.recordings(of: key, startingIn: all).map(\.recordingID.rawValue) == ["2"])
        #expect(await index.coverage(of: key).observations.count == 1)
    }

    @Test("What a list showed just before a restart is not older than the list after it")
    func timesAreExact() async throws {
        defer { cleanUp() }
        for step in 0..<20 {
            let askedAt = TestClock.start + Double(step) * 1_000.123_456_7
            try await session { await $0.learnAll([try Samples.recording("\(step)")], key: key, at: askedAt) }
            try await session { index in
                let seen = try #require(await index.coverage(of: key).observations.first)
                #expect(seen.asOf == askedAt)
                let same = LearnedPage([], observation: seen, seenAt: seen.asOf, shown: all)
                await index.take(.learned(same), key: key)
                #expect(await index.recording(try #require(RecordingID("\(step)")), key: key) != nil, "\(step)")
            }
        }
    }

    /// Lets another connection refuse every row of a table for a while, as a full disk would.
    func refusing(_ action: String, during body: () async throws -> Void) async throws {
        let other = try DatabaseQueue(path: folder + "/provider.sqlite")
        try await other.write {
            try $0.execute(
                sql: "CREATE TRIGGER refusal BEFORE \(action) ON recording BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        }
        try await body()
        try await other.write { try $0.execute(sql: "DROP TRIGGER refusal") }
        try other.close()
    }

    @Test("What could not be written is written with the next page, so that no claim outlives its recordings")
    func failedWrite() async throws {
        defer { cleanUp() }
        let before = try await session { index in
            let recordings = try (0..<4).map { try Samples.recording("\($0)", start: Samples.start - Double(10 * $0)) }
            await index.learnAll([recordings[0]], key: key)
            try await refusing("INSERT") {
                await index.learnAll([recordings[1]], key: key, at: TestClock.start + 1)
                #expect(await index.recordings(of: key, startingIn: all).map(\.recordingID.rawValue) == ["1", "0"])
                #expect(await index.coverage(of: key).observations.count == 1)
                #expect(await index.recording(recordings[1].recordingID, key: key) == recordings[1])
            }
            await index.learnAll([recordings[2]], key: key, at: TestClock.start + 2)
            try await refusing("DELETE") {
                await index.take(.removed(recordings[2].recordingID), key: key)
                #expect(await index.recording(recordings[2].recordingID, key: key) == nil)
            }
            await index.learnAll([recordings[3]], key: key, at: TestClock.start + 3)
            return await index.coverage(of: key)
        }
        try await session { index in
            #expect(await index.recordings(of: key, startingIn: all).map(\.recordingID.rawValue) == ["3", "1", "0"])
            #expect(await index.coverage(of: key) == before)
        }
    }

    @Test("An account with a row that cannot be read is learned anew")
    func unreadableRow() async throws {
        defer { cleanUp() }
        try await session { await $0.learnAll([try Samples.recording("1"), try Samples.recording("2")], key: key) }
        let other = try DatabaseQueue(path: folder + "/provider.sqlite")
        try await other.write { try $0.execute(sql: "UPDATE recording SET recordingID = '' WHERE recordingID = '2'") }
        try other.close()
        try await session { index in
            #expect(await index.recordings(of: key, startingIn: all) == [])
            #expect(await index.coverage(of: key) == Coverage())
            await index.learnAll([try Samples.recording("3")], key: key)
            #expect(await index.recordings(of: key, startingIn: all).map(\.recordingID.rawValue) == ["3"])
        }
    }

    @Test("Who asks again is told from memory, until anything is learned, removed or forgotten, through whatever entry")
    func askedAgain() async throws {
        defer { cleanUp() }
        let other = IndexKey(entry: CallRecIntGUID("b"), revision: 1, host: key.host)
        try await session { index in
            let changes: [() async throws -> Void] = [
                { await index.learnAll([try Samples.recording("9")], key: other, at: TestClock.start + 1) },
                { await index.take(.removed(try #require(RecordingID("9"))), key: other) },
                { await index.forget(other.entry) },
                { await index.tidy(now: TestClock.start) },
            ]
            for change in changes {
                await index.learnAll([try Samples.recording("1")], key: key)
                #expect(await index.recordings(of: key, startingIn: all).count == 1)
                // Nobody else writes to the file; that this is not seen shows that it was not read.
                let behind = try DatabaseQueue(path: folder + "/provider.sqlite")
                try await behind.write { try $0.execute(sql: "DELETE FROM recording") }
                try behind.close()
                #expect(await index.recordings(of: key, startingIn: all).count == 1)
                try await change()
                #expect(await index.recordings(of: key, startingIn: all).isEmpty)
            }
        }
    }

    @Test("An answer of many recordings is not kept in memory")
    func manyRecordings() async throws {
        defer { cleanUp() }
        try await session { index in
            let recordings = try (0..<9).map { try Samples.recording("\($0)", start: Samples.start - Double($0)) }
            await index.learnAll(recordings, key: key)
            #expect(await index.recordings(of: key, startingIn: all).count == 9)
            let behind = try DatabaseQueue(path: folder + "/provider.sqlite")
            try await behind.write { try $0.execute(sql: "DELETE FROM recording WHERE recordingID = '3'") }
            try behind.close()
            #expect(await index.recordings(of: key, startingIn: all).count == 8)
        }
    }

    @Test("A file that is no database is begun anew")
    func damaged() async throws {
        defer { cleanUp() }
        let path = folder + "/provider.sqlite"
        try Data(repeating: 0x55, count: 8_192).write(to: URL(filePath: path))
        for _ in 0..<2 {
            try await session { index in
                #expect(await index.recordings(of: key, startingIn: all).count <= 1)
                await index.learnAll([try Samples.recording()], key: key)
            }
        }
        let count = try await session { await $0.recordings(of: key, startingIn: all).count }
        #expect(count == 1)
    }

    @Test("Tables of others in the same file are left alone")
    func shared() async throws {
        defer { cleanUp() }
        let other = try DatabasePool(path: folder + "/provider.sqlite")
        try await other.write {
            try $0.execute(sql: "CREATE TABLE audio (number INTEGER); INSERT INTO audio VALUES (7)")
        }
        try await session { await $0.learnAll([try Samples.recording()], key: key) }
        #expect(try await other.read { try Int.fetchOne($0, sql: "SELECT number FROM audio") } == 7)
        try other.close()
    }
}
