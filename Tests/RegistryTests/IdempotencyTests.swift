import Foundation
import GRDB
import Recordings
import Registry
import Testing

/// Requests that come again because their sender does not know whether they were done.
struct IdempotencyTests {
    private let folder: RegistryFolder
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        folder = try RegistryFolder()
    }

    private func add(
        _ body: String,
        key: String = "k",
        requester: String = "hr",
        path: String = "/v1/users",
        after seconds: TimeInterval = 0,
        to registry: Registry
    ) async throws -> String {
        let data = Data(body.utf8)
        let done = try await registry.perform(
            ObjectChange(adding: try JSONValue(reading: data), to: .users),
            by: AuditAuthor(name: requester, at: Self.start.addingTimeInterval(seconds)),
            once: IdempotencyKey(key, requester: requester, path: path, body: data)
        ) { outcome in Data("answered \(outcome.stored?.object.key.text ?? "")".utf8) }
        return switch done {
        case .done(let outcome): "\(outcome.fate)"
        case .repeated(let answer): String(decoding: answer, as: UTF8.self)
        }
    }

    @Test("The same request is done once, and answered as it was, also when what it made is gone")
    func once() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        let body = #"{"username":"pat"}"#
        #expect(try await add(body, to: registry) == "inserted")
        let generation = registry.generation
        #expect(try await add(body, to: registry) == "answered pat")
        #expect(registry.generation == generation)
        #expect(try await registry.auditRows(limit: 10).count == 1)
        _ = try await registry.perform(
            ObjectChange(.delete, .user("pat"), if: ObjectConditions()),
            by: AuditAuthor(name: "hr", at: Self.start)
        )
        #expect(try await add(body, to: registry) == "answered pat")
        #expect(registry.snapshot.users["pat"] == nil)
        registry.close()
        let again = try folder.open()
        defer { again.close() }
        #expect(try await add(body, to: again) == "answered pat")
    }

    @Test("A key is one sender's, of one address and body, for a day")
    func whose() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        #expect(try await add(#"{"username":"a"}"#, to: registry) == "inserted")
        await #expect(throws: RegistryError.objectRefused(.idempotencyKeyReused)) {
            try await add(#"{"username":"a" }"#, to: registry)
        }
        #expect(try await add(#"{"username":"b"}"#, requester: "other", to: registry) == "inserted")
        #expect(try await add(#"{"username":"c"}"#, path: "/v1/other", to: registry) == "inserted")
        let day: TimeInterval = 24 * 60 * 60
        #expect(try await add(#"{"username":"a"}"#, after: day - 1, to: registry) == "answered a")
        #expect(try await add(#"{"username":"d"}"#, after: day, to: registry) == "inserted")
        #expect(registry.snapshot.users.count == 4)
    }

    @Test("What was refused may be tried again with the same key")
    func refused() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        let body = #"{"username":"pat","recordingPlayback":"e-1"}"#
        await #expect(throws: RegistryError.self) { try await add(body, to: registry) }
        try registry.importFile(Data(#"{"callRecInts":[{"callRecIntGUID":"e-1","description":"One"}]}"#.utf8))
        #expect(try await add(body, to: registry) == "inserted")
    }

    @Test("Lines are made once too")
    func lines() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        let lines = Data("{\"user\":{\"username\":\"pat\"}}\n{\"delete\":{\"user\":\"kim\"}}".utf8)
        func change() async throws -> Once<[ChangedLine]> {
            try await registry.change(
                lines,
                by: AuditAuthor(name: "hr", at: Self.start),
                once: IdempotencyKey("k", requester: "hr", path: "/lines", body: lines)
            ) { lines in Data("\(lines.count) lines".utf8) }
        }
        guard case .done(let first) = try await change() else {
            Issue.record("it was made before")
            return
        }
        #expect(first.map(\.outcome) == ["inserted", "absent"])
        try registry.importFile(Data(#"{"delete":{"user":"pat"}}"#.utf8))
        guard case .repeated(let answer) = try await change() else {
            Issue.record("it was made twice")
            return
        }
        #expect(answer == Data("2 lines".utf8))
        #expect(registry.snapshot.users["pat"] == nil)
    }

    @Test("Answers are kept up to a number and a size; the oldest go first")
    func bounds() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        #expect(try await add(#"{"username":"first"}"#, key: "first", to: registry) == "inserted")
        let others = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO keptAnswer (request, body, atMilliseconds, sizeBytes, answer)
            SELECT randomblob(32), randomblob(32), 1800000000000, ?, x'00' FROM n
            """
        let database = try DatabaseQueue(path: folder.database)
        func keep(_ count: Int64, sizeBytes: Int64) async throws {
            try await database.write { try $0.execute(sql: others, arguments: [count, sizeBytes]) }
        }
        func kept() async throws -> Int64 {
            try await database.read { try Int64.fetchOne($0, sql: "SELECT count(*) FROM keptAnswer") } ?? 0
        }
        try await keep(IdempotencyKey.maximumAnswers - 1, sizeBytes: 1)
        #expect(try await add(#"{"username":"first"}"#, key: "first", to: registry) == "answered first")
        #expect(try await add(#"{"username":"next"}"#, key: "next", to: registry) == "inserted")
        #expect(try await kept() == IdempotencyKey.maximumAnswers)
        #expect(try await add(#"{"username":"newest"}"#, key: "first", to: registry) == "inserted")
        try await keep(5, sizeBytes: IdempotencyKey.maximumBytes / 4)
        #expect(try await add(#"{"username":"last"}"#, key: "last", to: registry) == "inserted")
        #expect(try await kept() == 4)
        #expect(try await add(#"{"username":"last"}"#, key: "last", to: registry) == "answered last")
    }

    @Test("No body can be read back from what is kept, nor guessed without the key of sealed values")
    func nothingToRead() async throws {
        let registry = try folder.open()
        defer { registry.close() }
        let body = #"{"username":"pat","password":"PLANTED-secret"}"#
        #expect(try await add(body, to: registry) == "inserted")
        for (name, bytes) in try folder.allBytes() {
            #expect(bytes.range(of: Data("PLANTED".utf8)) == nil, "\(name)")
        }
        let other = try RegistryFolder()
        let second = try other.open()
        defer { second.close() }
        #expect(try await add(body, to: second) == "inserted")
        var hashes: Set<Data> = []
        for folder in [folder, other] {
            let hash = try await DatabaseQueue(path: folder.database).read { db in
                try Data.fetchOne(db, sql: "SELECT body FROM keptAnswer")
            }
            hashes.insert(try #require(hash))
        }
        #expect(hashes.count == 2)
    }
}
