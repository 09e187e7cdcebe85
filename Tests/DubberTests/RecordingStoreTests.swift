import Dubber
import Foundation
import GRDB
import Logging
import Recordings
import Testing

@Suite("Many recordings in the index")
struct RecordingStoreTests {
    let key = IndexKey(entry: CallRecIntGUID("a"), revision: 1, host: "https://h/v1/acme")
    let all = Date.distantPast..<Date.distantFuture

    func ids(_ index: StoredRecordingIndex, _ key: IndexKey? = nil) async -> [String] {
        await index.recordings(of: key ?? self.key, startingIn: all).map(\.recordingID.rawValue)
    }

    /// Recordings that began so many seconds before a fixed moment; the id is the age.
    func recordings(_ ages: some Sequence<Int>) throws -> [Recording] {
        try ages.map { try Samples.recording("\($0)", start: Samples.start - Double($0)) }
    }

    @Test("Beyond the limit the oldest recordings of all accounts go, and with them the claim to know them")
    func forgetsOldest() async throws {
        let index = StoredRecordingIndex.inMemory(maximumRecordings: 15)
        let other = IndexKey(entry: CallRecIntGUID("b"), revision: 1, host: "h")
        await index.learnAll(try recordings(0..<10), key: key)
        await index.learnAll(try recordings(5..<15), key: other)
        // Somebody waits for what was just asked for.
        #expect(await ids(index).count + (await ids(index, other)).count == 20)
        await index.learnAll([], key: other, view: .number("1"), at: TestClock.start + 3_600)
        #expect(await ids(index) == (0..<10).reversed().map(String.init))
        #expect(await ids(index, other) == (5..<10).reversed().map(String.init))
        let lists = await index.lists(of: other, numbers: [])
        #expect(lists.coverage.observation(reaching: Samples.start - 9, since: .distantPast) != nil)
        #expect(lists.coverage.observation(reaching: Samples.start - 10, since: .distantPast) == nil)
        #expect(lists.coverage.extendable(since: .distantPast) == nil)
        #expect(lists.keptFrom == Samples.start - 9)
        #expect(await index.lists(of: key, numbers: []).keptFrom == nil)
    }

    @Test("A recording is found by its id whenever it began, and only once after its start was corrected")
    func byID() async throws {
        let index = StoredRecordingIndex.inMemory()
        for day in [0, 1, 40, 400, 4_000] {
            let one = try Samples.recording("\(day)", start: Samples.start - Double(day) * 86_400)
            await index.take(.learned(LearnedPage([one], seenAt: TestClock.start)), key: key)
            #expect(await index.recording(one.recordingID, key: key) == one)
        }
        let corrected = try Samples.recording("40", start: Samples.start - 3 * 86_400)
        await index.take(.learned(LearnedPage([corrected], seenAt: TestClock.start + 1)), key: key)
        #expect(await index.recording(corrected.recordingID, key: key) == corrected)
        #expect(await ids(index) == ["4000", "400", "40", "1", "0"])
        await index.take(.removed(corrected.recordingID), key: key)
        #expect(await ids(index) == ["4000", "400", "1", "0"])
        #expect(await index.recording(corrected.recordingID, key: key) == nil)
    }

    /// What a list may say of a recording the second time, its place aside.
    enum Saying: String, CaseIterable {
        case nothingNew, from, to, fromLabel, toLabel, direction, voicemail, channel, start, duration, expiry, updated,
            callID
        case trackingID, furtherTrackingID, ready, emptyTexts, oddTexts

        func said() throws -> Recording {
            Recording(
                recordingID: try #require(RecordingID("1")),
                from: self == .from || self == .emptyTexts
                    ? "" : self == .oddTexts ? "a\u{1F}b \u{1F600}" : "+441632960111",
                to: self == .to ? "Anonymous" : "+441632960222",
                fromLabel: self == .fromLabel ? "Pat" : self == .emptyTexts ? "" : nil,
                toLabel: self == .toLabel ? "Kim" : self == .oddTexts ? "e\u{301}" : nil,
                direction: self == .direction ? nil : .inbound,
                isVoicemail: self == .voicemail,
                channel: self == .channel ? "Other" : self == .emptyTexts ? "" : "Pat Example",
                startTime: Samples.start + (self == .start ? 0.25 : 0),
                durationSeconds: self == .duration ? nil : 60,
                expiryTime: self == .expiry ? Samples.start + 86_400 : nil,
                updatedAt: self == .updated ? Samples.start + 1.5 : nil,
                externalCallID: self == .callID ? "c-2" : self == .emptyTexts ? "" : "c-1",
                externalTrackingIDs: self == .trackingID
                    ? ["t-3"] : self == .furtherTrackingID ? ["t-1", "t-3"] : ["t-1", "t-2"],
                isReady: self != .ready
            )
        }
    }

    @Test("What a list says of a recording again counts, whichever of it is new", arguments: Saying.allCases)
    func saidAgain(saying: Saying) async throws {
        let index = StoredRecordingIndex.inMemory()
        for (step, one) in [Saying.nothingNew, saying, saying, .nothingNew].enumerated() {
            let said = try one.said()
            await index.take(.learned(LearnedPage([said, said], seenAt: TestClock.start + Double(step))), key: key)
            let sight = await index.sight(of: key, IndexQuestion(everythingIn: all))
            #expect(sight.known.map(\.recording) == [said])
            #expect(sight.known.map(\.seenAt) == [TestClock.start + Double(step)])
        }
    }

    @Test("Forgetting an entry forgets all of it and nothing else, also of thousands of recordings")
    func forgets() async throws {
        let index = StoredRecordingIndex.inMemory()
        let other = IndexKey(entry: CallRecIntGUID("b"), revision: 1, host: "h")
        await index.learnAll(try recordings(0..<2_500), key: key)
        await index.learnAll(try recordings(0..<3), key: other)
        await index.forget(key.entry)
        #expect(await ids(index).isEmpty)
        #expect(await ids(index, other).count == 3)
        await index.learnAll(try recordings(0..<1), key: key)
        #expect(await ids(index) == ["0"])
    }

    @Test("A new revision of an entry knows nothing of the old")
    func revisions() async throws {
        let index = StoredRecordingIndex.inMemory()
        let newer = IndexKey(entry: key.entry, revision: 2, host: key.host)
        await index.learnAll(try recordings(0..<3), key: key)
        await index.learnAll(try recordings(0..<1), key: newer)
        #expect(await ids(index).isEmpty)
        #expect(await ids(index, newer) == ["0"])
    }

    @Test("The lists of so many numbers are remembered; those read longest ago go")
    func manyNumbers() async throws {
        let index = StoredRecordingIndex.inMemory()
        for number in 0..<1_005 {
            await index.learnAll([], key: key, view: .number("\(number)"), at: TestClock.start + Double(number))
        }
        let known = await index.lists(of: key, numbers: Set((0..<1_005).map(String.init))).numbers
        #expect(known.count < 1_005)
        #expect(known["1004"] != nil)
        #expect(known["999"] != nil)
        #expect(known["0"] == nil)
    }

    @Test("Keys of another version are made anew at the start; until then every recording of the time is looked at")
    func keyVersions() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "index-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "provider.sqlite").path
        let logger = StoredRecordingIndexTests.logger
        let database = try #require(DubberDatabase.open(path: path, logger: logger))
        let index = StoredRecordingIndex(database: database, logger: logger)
        await index.learnAll(try recordings(0..<3), key: key)
        let other = try DatabaseQueue(path: path)
        let keys = "SELECT count(*) FROM recording WHERE fromKey = 1 AND toKey = 1"
        try await other.write {
            try $0.execute(sql: "UPDATE recording SET fromKey = 1, toKey = 1")
            try $0.execute(sql: "UPDATE recordingAccount SET keyVersion = 0")
            #expect(try Int.fetchOne($0, sql: keys) == 3)
        }
        await index.tidy(now: TestClock.start)
        #expect(try await other.read { try Int.fetchOne($0, sql: keys) } == 0)
        #expect(
            try await other.read { try Int.fetchOne($0, sql: "SELECT keyVersion FROM recordingAccount") }
                == PartyKey.version
        )
        try other.close()
        database.close()
    }

    @Test("An index of an earlier version is begun anew, and what a key has spent is kept")
    func earlierVersion() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "index-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "provider.sqlite").path
        let earlier = try DatabaseQueue(path: path)
        try await earlier.write { database in
            try database.execute(sql: Self.earlierTables)
        }
        try earlier.close()
        let logger = StoredRecordingIndexTests.logger
        let database = try #require(DubberDatabase.open(path: path, logger: logger))
        let index = StoredRecordingIndex(database: database, logger: logger)
        #expect(await index.coverage(of: key) == Coverage())
        await index.learnAll(try recordings(0..<3), key: key)
        #expect(await ids(index).count == 3)
        let record = try await StoredQuota(database: database).record(QuotaKey(host: "h", clientID: Secret("client")))
        #expect(record?.requests == 17)
        #expect(record?.searchRequests == 0)
        database.close()
    }

    private static let earlierTables = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('recordings 1'), ('quota 1'), ('coverage 2');
        CREATE TABLE recordingAccount (number INTEGER PRIMARY KEY, callRecIntGUID TEXT NOT NULL, revision INTEGER NOT NULL,
            host TEXT NOT NULL, usedAt REAL NOT NULL, UNIQUE (callRecIntGUID, revision, host)) STRICT;
        CREATE TABLE recording (account INTEGER NOT NULL REFERENCES recordingAccount (number) ON DELETE CASCADE,
            recordingID TEXT NOT NULL, PRIMARY KEY (account, recordingID)) STRICT, WITHOUT ROWID;
        CREATE TABLE recordingCoverage (account INTEGER NOT NULL REFERENCES recordingAccount (number) ON DELETE CASCADE,
            number TEXT NOT NULL, observations TEXT NOT NULL, PRIMARY KEY (account, number)) STRICT, WITHOUT ROWID;
        INSERT INTO recordingAccount VALUES (1, 'a', 1, 'https://h/v1/acme', 0);
        INSERT INTO recording VALUES (1, '5');
        INSERT INTO recordingCoverage VALUES (1, '', '[]');
        CREATE TABLE quota (host TEXT NOT NULL, clientHash TEXT NOT NULL, day INTEGER NOT NULL, requests INTEGER NOT NULL,
            tokenRequests INTEGER NOT NULL, exhaustedUntil REAL, lastStart REAL, PRIMARY KEY (host, clientHash)) STRICT,
            WITHOUT ROWID;
        INSERT INTO quota (host, clientHash, day, requests, tokenRequests)
        VALUES ('h', '948fe603f61dc036b5c596dc09fe3ce3f3d30dc90f024c85f3c82db2ccab679d', 1, 17, 2);
        """
}
