import Foundation
import Postgres
import Testing

/// What is asked of a server, and what comes back.
@Suite("PostgreSQL client", .serialized, .timeLimit(.minutes(2)))
struct PostgresClientTests {
    private static let echo = PostgresStatement(
        "echo",
        "SELECT $1, $2, $3, $4",
        [.integer, .double, .text, .bytes]
    )
    private static let process = PostgresStatement("process", "SELECT pg_backend_pid()")
    private static let sleep = PostgresStatement("sleep", "SELECT pg_sleep($1)", [.double])

    private static let values: [[PostgresValue]] = [
        [.integer(0), .double(0), .text(""), .bytes([])],
        [.integer(.max), .double(.greatestFiniteMagnitude), .text("Åsa 🎧 \u{202E}محمد"), .bytes(Array(0...255))],
        [.integer(.min), .double(-0.1), .text("'; DROP TABLE a; --"), .bytes([0])],
        [.integer(-1), .double(.infinity), .text(String(repeating: "é", count: 100_000)), .bytes([255])],
        [.null, .null, .null, .null],
    ]

    @Test("Values come back as they went")
    func echo() async throws {
        let server = try PostgresServer()
        let pool = PostgresPool(try PostgresAddress(url: server.url()))
        defer { pool.close() }
        for values in Self.values {
            let row = try #require(try await pool.execute(Self.echo, values).rows.first)
            #expect(
                values == [
                    .integer(row.integer(0)), row.double(1).map { .double($0) } ?? .null, .text(row.text(2)),
                    row.bytes(3).map { .bytes($0) } ?? .null,
                ]
            )
            #expect((0..<4).map(row.isNull) == values.map { $0 == .null })
        }
    }

    @Test("A transaction in one round trip is kept whole or not at all, also where a rule is looked at last")
    func pipeline() async throws {
        let server = try PostgresServer()
        try server.sql(
            """
            CREATE TABLE a (n bigint PRIMARY KEY CHECK (n > 0));
            CREATE TABLE b (n bigint REFERENCES a DEFERRABLE INITIALLY DEFERRED)
            """
        )
        let pool = PostgresPool(try PostgresAddress(url: server.url()))
        defer { pool.close() }
        let toA = PostgresStatement("toA", "INSERT INTO a VALUES ($1) RETURNING n", [.integer])
        let toB = PostgresStatement("toB", "INSERT INTO b VALUES ($1)", [.integer])
        let cases: [(steps: [(PostgresStatement, Int)], constraint: String?)] = [
            ([(toA, 1), (toA, 2), (toB, 2)], nil), ([(toA, 3), (toA, 1), (toA, 4)], "a_pkey"),
            ([(toA, 5), (toA, 0)], "a_n_check"), ([(toB, 9), (toA, 6)], "b_n_fkey"), ([(toB, 7), (toA, 7)], nil),
            ([], nil),
        ]
        for (steps, constraint) in cases {
            let outcome = await Self.outcome {
                try await pool.run { connection in
                    try connection.transaction(steps.map { (statement: $0.0, values: [.integer($0.1)]) })
                }
            }
            switch outcome {
            case .success(let outcomes):
                #expect(constraint == nil && outcomes.map(\.count) == steps.map { _ in 1 })
                let told = zip(steps, outcomes).filter { $0.0.0 == toA }
                #expect(told.allSatisfy { Int64($0.0.1) == $0.1.rows.first?.integer(0) })
            case .failure(.refused(let name, _)): #expect(name == constraint && name != nil)
            case .failure(let failure): Issue.record("\(failure)")
            }
        }
        #expect(try server.sql("SELECT string_agg(n::text, ' ' ORDER BY n) FROM a") == "1 2 7\n")
        #expect(try server.sql("SELECT string_agg(n::text, ' ' ORDER BY n) FROM b") == "2 7\n")
    }

    @Test("A transaction of several round trips is undone by what its body throws, and by a statement that failed")
    func transaction() async throws {
        struct Stop: Error {}
        let server = try PostgresServer()
        try server.sql("CREATE TABLE a (n bigint PRIMARY KEY)")
        let pool = PostgresPool(try PostgresAddress(url: server.url()))
        defer { pool.close() }
        let insert = PostgresStatement("insert", "INSERT INTO a VALUES ($1)", [.integer])
        try await pool.run { try $0.transaction { _ = try $0.execute(insert, [.integer(1)]) } }
        await #expect(throws: Stop.self) {
            try await pool.run { connection in
                try connection.transaction { connection in
                    _ = try connection.execute(insert, [.integer(2)])
                    throw Stop()
                }
            }
        }
        // Who goes on past a failure is told in the end.
        let outcome = await Self.outcome {
            try await pool.run { connection in
                try connection.transaction { connection in
                    _ = try? connection.execute(insert, [.integer(1)])
                }
            }
        }
        #expect(outcome.failure == .busy(problem: "the transaction was undone"))
        #expect(try server.sql("SELECT n FROM a") == "1\n")
    }

    @Test("Failures are told by what a caller does differently")
    func failures() async throws {
        let server = try PostgresServer()
        try server.sql(
            """
            CREATE TABLE a (n bigint PRIMARY KEY, m bigint NOT NULL DEFAULT 0, CONSTRAINT few CHECK (m < 10));
            CREATE TABLE b (n bigint CONSTRAINT known REFERENCES a); INSERT INTO a VALUES (1)
            """
        )
        let pool = PostgresPool(try PostgresAddress(url: server.url()))
        defer { pool.close() }
        let cases: [(sql: String, expected: String)] = [
            ("INSERT INTO a VALUES (1)", "refused a_pkey"), ("INSERT INTO a VALUES (2, 10)", "refused few"),
            ("INSERT INTO b VALUES (3)", "refused known"), ("INSERT INTO a VALUES (4, NULL)", "refused"),
            ("SELECT n FROM c", "wrong 42P01"), ("SELECT o FROM a", "wrong 42703"), ("SELEC", "wrong 42601"),
            ("SET statement_timeout = '10ms'; SELECT pg_sleep(5)", "busy"),
            ("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", "busy"),
            ("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$", "busy"),
            ("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$", "busy"), ("SELECT 1", "nothing"),
            ("BEGIN READ ONLY; DELETE FROM a", "unreachable true"),
        ]
        for (sql, expected) in cases {
            let outcome = await Self.outcome { try await pool.run { try $0.script(sql) } }
            try await pool.run { try $0.script("ROLLBACK; RESET statement_timeout") }
            let told =
                switch outcome.failure {
                case nil: "nothing"
                case .refused(let constraint, _): (["refused"] + [constraint].compactMap { $0 }).joined(separator: " ")
                case .wrong(let state, _): "wrong \(state)"
                case .busy: "busy"
                case .unreachable(_, let wasSent): "unreachable \(wasSent)"
                case let other?: "\(other)"
                }
            #expect(told == expected, "\(sql)")
        }
    }

    @Test("What does not come in time is late, and the next piece of work is done on another connection")
    func late() async throws {
        let server = try PostgresServer()
        let pool = try Self.narrow(server)
        defer { pool.close() }
        let first = try await pool.execute(Self.process).rows[0].integer(0)
        let outcome = await Self.outcome {
            try await pool.run { try $0.execute(Self.sleep, [.double(60)], within: .milliseconds(50)) }
        }
        #expect(outcome.failure == .late)
        #expect(try await pool.execute(Self.process).rows[0].integer(0) != first)
    }

    @Test("Who is cancelled waits no longer, whether the work waits or is under way; others' work is done")
    func cancelled() async throws {
        let server = try PostgresServer()
        let pool = try Self.narrow(server)
        defer { pool.close() }
        let running = Task { try await pool.run { try $0.execute(Self.sleep, [.double(60)], within: .seconds(60)) } }
        try server.process(asked: "pg_sleep")
        let waiting = Task { try await pool.execute(Self.process) }
        let other = Task { try await pool.execute(Self.process) }
        waiting.cancel()
        #expect(await Self.outcome { try await waiting.value }.failure == .cancelled)
        running.cancel()
        #expect(await Self.outcome { try await running.value }.failure == .cancelled)
        #expect(try await other.value.rows.count == 1)
        for _ in 0..<50 {
            let task = Task { try await pool.execute(Self.process) }
            task.cancel()
            _ = try? await task.value
            #expect(try await pool.execute(Self.process).rows.count == 1)
        }
    }

    @Test("Very many rows come one by one, and a failure amid them is told")
    func rows() async throws {
        let server = try PostgresServer()
        let pool = PostgresPool(try PostgresAddress(url: server.url()))
        defer { pool.close() }
        let many = PostgresStatement(
            "many",
            "SELECT n, 10 / ($1 - n) FROM generate_series(1, 50000) AS n",
            [.integer]
        )
        func sum(_ failing: Int) async -> (count: Int, failure: PostgresFailure?) {
            let outcome = await Self.outcome {
                try await pool.run { connection in
                    var (sum, count): (Int64, Int) = (0, 0)
                    do {
                        try connection.forEachRow(of: many, [.integer(failing)]) { row in
                            sum += row.integer(0) ?? 0
                            count += 1
                        }
                    } catch {
                        return (sum, count, error as? PostgresFailure)
                    }
                    return (sum, count, nil)
                }
            }
            guard case .success(let (sum, count, failure)) = outcome else { return (0, nil) }
            #expect(sum == Int64(count) * Int64(count + 1) / 2)
            return (count, failure)
        }
        #expect(await sum(0) == (50_000, nil))
        let broken = await sum(40_000)
        #expect(broken.count < 40_000 && broken.failure == .wrong(sqlState: "22012", problem: "division by zero"))
        #expect(await sum(-1).count == 50_000)
    }

    @Test("More work than may wait is refused at once; closing ends what waits, and lets the rest end")
    func limits() async throws {
        let server = try PostgresServer()
        let pool = try Self.narrow(server, waiting: 1)
        let running = Task { try await pool.execute(Self.sleep, [.double(0.5)]) }
        try server.process(asked: "pg_sleep")
        let outcomes = await withTaskGroup { group in
            for _ in 0..<3 { group.addTask { await Self.outcome { try await pool.execute(Self.process) }.failure } }
            var failures = [await group.next() ?? nil, await group.next() ?? nil]
            pool.close()
            failures.append(await group.next() ?? nil)
            return failures
        }
        #expect(outcomes == [.overloaded, .overloaded, .closed])
        #expect(try await running.value.rows.count == 1)
        #expect(await Self.outcome { try await pool.execute(Self.process) }.failure == .closed)
    }

    /// A pool of one connection.
    private static func narrow(_ server: PostgresServer, waiting: Int = 1_000) throws -> PostgresPool {
        var limits = PostgresPool.Limits()
        limits.connections = 1
        limits.waiting = waiting
        return PostgresPool(try PostgresAddress(url: server.url()), limits: limits)
    }

    static func outcome<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async -> Result<Value, PostgresFailure> {
        do {
            return .success(try await body())
        } catch let failure as PostgresFailure {
            return .failure(failure)
        } catch {
            Issue.record(error)
            return .failure(.closed)
        }
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
