import Dubber
import Foundation
import GRDB
import Logging
import Recordings
import Testing
import Transport

@Suite("Quota across restarts")
struct StoredQuotaTests {
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let clock = TestClock()
    let key = QuotaKey(host: "api.dubber.net/uk1", clientID: Secret("very-secret-client-id"))
    let path = FileManager.default.temporaryDirectory.appending(path: "quota-\(UUID().uuidString).sqlite").path

    func cleanUp() {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    func ledger(
        _ database: DubberDatabase,
        _ configure: (inout DubberConfiguration) -> Void = { _ in }
    ) -> PacedQuotaLedger {
        var configuration = DubberConfiguration()
        configure(&configuration)
        let clock = clock
        return PacedQuotaLedger(
            configuration: configuration,
            pace: clock.pace,
            store: StoredQuota(database: database),
            logger: Self.logger,
            now: { clock.now }
        )
    }

    func open() throws -> DubberDatabase {
        try #require(DubberDatabase.open(path: path, logger: Self.logger))
    }

    @Test("The day's counts go on after a restart, and begin anew the next day")
    func counts() async throws {
        defer { cleanUp() }
        do {
            let database = try open()
            defer { database.close() }
            let ledger = ledger(database)
            for _ in 0..<3 { try await ledger.takeTurn(key, purpose: .api, priority: .playback) }
            try await ledger.takeTurn(key, purpose: .token, priority: .playback)
            await ledger.close()
        }
        let database = try open()
        defer { database.close() }
        let later = ledger(database) { $0.tokenRequestsPerDay = 1 }
        #expect(await later.standing(key).remainingToday == 4_997)
        await #expect(throws: DubberError.self) {
            try await later.takeTurn(key, purpose: .token, priority: .playback)
        }
        clock.advance(by: .seconds(86_400))
        try await later.takeTurn(key, purpose: .token, priority: .playback)
        #expect(await later.standing(key).remainingToday == 5_000)
    }

    @Test("Searches have a share of the day, also over a restart; others have the rest")
    func searchShare() async throws {
        defer { cleanUp() }
        func limits(_ configuration: inout DubberConfiguration) {
            configuration.requestsPerDay = 20
            configuration.searchPercentOfDay = 30
        }
        do {
            let database = try open()
            defer { database.close() }
            let ledger = ledger(database, limits)
            #expect(await ledger.searchStanding(key).remaining == 6)
            for _ in 0..<4 { try await ledger.takeTurn(key, purpose: .api, priority: .search) }
            await ledger.close()
        }
        let database = try open()
        defer { database.close() }
        let later = ledger(database, limits)
        #expect(await later.searchStanding(key).remaining == 2)
        for _ in 0..<2 { try await later.takeTurn(key, purpose: .api, priority: .search) }
        await #expect(throws: DubberError.self) { try await later.takeTurn(key, purpose: .api, priority: .search) }
        for _ in 0..<10 { try await later.takeTurn(key, purpose: .api, priority: .availability) }
        #expect(await later.standing(key).remainingToday == 4)
        clock.advance(by: .seconds(86_400))
        #expect(await later.searchStanding(key).remaining == 6)
        await later.close()
    }

    @Test("Whenever the process dies, the disk counts every start that was made, and at most one more")
    func neverTooFew() async throws {
        defer { cleanUp() }
        let database = try open()
        defer { database.close() }
        let ledger = ledger(database) { $0.requestsPerSecond = 1_000 }
        let stored = StoredQuota(database: database)
        for started in 1...40 {
            try await ledger.takeTurn(key, purpose: .api, priority: .playback)
            let kept = try #require(try await stored.record(key)).requests
            #expect((started...started + 1).contains(kept))
            #expect(await ledger.standing(key).remainingToday == 5_000 - started)
        }
        await ledger.close()
        #expect(try await stored.record(key)?.requests == 40)
        // Paid as they come from now on.
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        #expect(try await stored.record(key)?.requests == 41)
    }

    @Test("What was prepaid on one day pays for nothing on the next")
    func prepaidYesterday() async throws {
        defer { cleanUp() }
        let database = try open()
        defer { database.close() }
        let ledger = ledger(database)
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        clock.advance(by: .seconds(86_400))
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        let kept = try #require(try await StoredQuota(database: database).record(key))
        #expect(kept.day == QuotaLane.day(of: clock.now) && kept.requests >= 1)
        await ledger.close()
        #expect(try await StoredQuota(database: database).record(key)?.requests == 1)
    }

    @Test("The provider's word that the quota is used up holds after a restart")
    func exhausted() async throws {
        defer { cleanUp() }
        let first = try open()
        _ = await ledger(first).exhaust(key, retryAfterSeconds: 500)
        first.close()
        let database = try open()
        defer { database.close() }
        let later = ledger(database)
        await #expect(throws: DubberError.quotaExhausted(retryAfterSeconds: 500)) {
            try await later.takeTurn(key, purpose: .api, priority: .playback)
        }
        clock.advance(by: .seconds(500))
        try await later.takeTurn(key, purpose: .api, priority: .playback)
    }

    @Test("A service that starts anew does not add to the starts of the second before")
    func startsAnew() async throws {
        defer { cleanUp() }
        let database = try open()
        defer { database.close() }
        let before = ledger(database)
        for _ in 0..<2 { try await before.takeTurn(key, purpose: .api, priority: .playback) }
        let stopped = clock.pace.elapsed()
        try await ledger(database).takeTurn(key, purpose: .api, priority: .playback)
        #expect(clock.pace.elapsed() - stopped >= .seconds(1))
    }

    @Test("Two processes count into one")
    func shared() async throws {
        defer { cleanUp() }
        let (here, there) = (try open(), try open())
        defer {
            here.close()
            there.close()
        }
        let (first, second) = (ledger(here), ledger(there))
        try await first.takeTurn(key, purpose: .api, priority: .playback)
        try await second.takeTurn(key, purpose: .api, priority: .playback)
        try await first.takeTurn(key, purpose: .api, priority: .playback)
        // Each has the next one prepaid, which the other takes for spent, and hears of the other when it prepays.
        #expect((4_996...4_998).contains(await first.standing(key).remainingToday))
        await first.close()
        await second.close()
        #expect(await ledger(here).standing(key).remainingToday == 4_997)
    }

    @Test("A thousand concurrent callers start exactly as often as the day allows, and as the database counts")
    func thousand() async throws {
        defer { cleanUp() }
        let database = try open()
        defer { database.close() }
        let ledger = ledger(database) {
            $0.requestsPerDay = 600
            $0.maximumWaitingRequests = 1_000
        }
        let started = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1_000 {
                group.addTask { [key] in
                    (try? await ledger.takeTurn(key, purpose: .api, priority: .playback)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        await ledger.close()
        #expect(started == 600)
        #expect(try await StoredQuota(database: database).record(key)?.requests == 600)
    }

    @Test("The client id is not in the file")
    func noSecret() async throws {
        defer { cleanUp() }
        let database = try open()
        try await ledger(database).takeTurn(key, purpose: .api, priority: .playback)
        database.close()
        for suffix in ["", "-wal"] {
            let bytes = FileManager.default.contents(atPath: path + suffix) ?? Data()
            #expect(bytes.range(of: Data("very-secret".utf8)) == nil)
        }
    }

    @Test("A store that fails is no reason to refuse a request")
    func failing() async throws {
        defer { cleanUp() }
        let database = try open()
        let ledger = ledger(database)
        database.close()
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        #expect(await ledger.standing(key).remainingToday == 4_999)
    }

    @Test("Background work leaves half of the day to others, availability the last twentieth to playback")
    func shares() async throws {
        defer { cleanUp() }
        let database = try open()
        defer { database.close() }
        let ledger = ledger(database) { $0.requestsPerDay = 40 }
        func take(_ priority: QuotaPriority) async -> Int {
            var taken = 0
            while (try? await ledger.takeTurn(key, purpose: .api, priority: priority)) != nil { taken += 1 }
            return taken
        }
        #expect(await take(.background) == 20)
        #expect(await take(.availability) == 18)
        #expect(await take(.playback) == 2)
    }
}
