import Foundation
import Postgres
import Testing

/// Servers that go, come back, hang, or are others than they should be.
@Suite("PostgreSQL servers", .serialized, .timeLimit(.minutes(2)))
struct PostgresServerTests {
    private static let one = PostgresStatement("one", "SELECT 1")
    private static let sleep = PostgresStatement("sleep", "SELECT pg_sleep($1)", [.double])

    private static func pool(_ url: String) throws -> PostgresPool {
        var limits = PostgresPool.Limits()
        limits.connections = 1
        limits.longestPauseSeconds = 0.2
        return PostgresPool(try PostgresAddress(url: url), limits: limits)
    }

    private static func outcome(_ pool: PostgresPool) async -> PostgresFailure? {
        await PostgresClientTests.outcome { try await pool.execute(one) }.failure
    }

    @Test("A server that was restarted between two pieces of work is not noticed by them")
    func restart() async throws {
        let server = try PostgresServer()
        let pool = try Self.pool(server.url())
        defer { pool.close() }
        for _ in 0..<3 {
            #expect(await Self.outcome(pool) == nil)
            try server.restart()
        }
        #expect(await Self.outcome(pool) == nil)
    }

    @Test("Of what a server was asked when it ended nothing is known; while it is away work fails at once")
    func away() async throws {
        let server = try PostgresServer()
        let pool = try Self.pool(server.url())
        defer { pool.close() }
        for signal in [SIGKILL, SIGQUIT, SIGINT] {
            let asked = Task { try await pool.execute(Self.sleep, [.double(60)]) }
            let process = try server.process(asked: "pg_sleep")
            if signal == SIGKILL { kill(process, SIGKILL) }
            server.stop(by: signal == SIGKILL ? SIGQUIT : signal)
            let failure = await PostgresClientTests.outcome { try await asked.value }.failure
            #expect(failure?.leavesUnknown == true, "\(signal): \(failure.debugDescription)")
            for _ in 0..<20 {
                guard case .unreachable(_, wasSent: false)? = await Self.outcome(pool) else {
                    Issue.record("it is not told that nothing was asked")
                    break
                }
            }
            try server.start()
            while await Self.outcome(pool) != nil {}
        }
    }

    @Test("Of several hosts the first that answers and may be written is asked, also where one hangs")
    func hosts() async throws {
        let servers = try [
            PostgresServer(["default_transaction_read_only = on"]), PostgresServer(), PostgresServer(),
        ]
        servers[1].freeze(true)
        defer { servers[1].freeze(false) }
        let hosts = servers.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
        let pool = try Self.pool("postgresql://postgres@\(hosts)/postgres")
        defer { pool.close() }
        let port = PostgresStatement("port", "SELECT current_setting('port')")
        #expect(try await pool.execute(port).rows[0].text(0) == "\(servers[2].port)")
        // One that hangs later is late.
        let other = try Self.pool(servers[2].url())
        defer { other.close() }
        #expect(await Self.outcome(other) == nil)
        servers[2].freeze(true)
        defer { servers[2].freeze(false) }
        let failure = await PostgresClientTests.outcome {
            try await other.run { try $0.execute(Self.one, within: .milliseconds(200)) }
        }
        #expect(failure.failure == .late)
    }

    @Test("A server, database or password that cannot be used is one clear line, without the password")
    func unusable() async throws {
        let server = try PostgresServer(access: ["host all locked 127.0.0.1/32 scram-sha-256"])
        try server.sql("CREATE ROLE locked LOGIN PASSWORD 'right one'")
        let ASCII = try PostgresServer(encoding: "SQL_ASCII")
        let readOnly = try PostgresServer(["default_transaction_read_only = on"])
        let cases = [
            (server.url(user: "locked:wr0ng"), "password authentication failed for user \"locked\""),
            (server.url(user: "locked"), "no password supplied"),
            (server.url(database: "nowhere"), "database \"nowhere\" does not exist"),
            (ASCII.url(), "the database is kept in SQL_ASCII; create it with ENCODING 'UTF8'"),
            (readOnly.url(), "session is read-only"), ("postgresql://127.0.0.1:1/postgres", "Connection refused"),
            ("postgresql://nobody.invalid/postgres", "could not translate host name \"nobody.invalid\""),
        ]
        for (url, words) in cases {
            let pool = try Self.pool(url)
            defer { pool.close() }
            switch await Self.outcome(pool) {
            case .unreachable(let problem, wasSent: false)?, .unsuitable(let problem)?:
                #expect(problem.contains(words), "\(url): \(problem)")
                #expect(!problem.contains("wr0ng") && !problem.contains("\n"))
            case let other: Issue.record("\(url): \(other.debugDescription)")
            }
        }
        let right = try Self.pool(server.url(user: "locked:right%20one"))
        defer { right.close() }
        #expect(await Self.outcome(right) == nil)
    }

    @Test("A certificate must name the host that is asked, by a root that is given")
    func certificates() async throws {
        let server = try PostgresServer()
        let key = server.folder.appending(path: "server.key")
        let certificate = server.folder.appending(path: "server.crt")
        try PostgresServer.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=database.example",
                "-keyout", key.path, "-out", certificate.path,
            ]
        )
        try server.add(key)
        try server.add(certificate)
        try server.sql("ALTER SYSTEM SET ssl = on")
        try server.restart()
        func failure(_ host: String, _ root: String) async throws -> PostgresFailure? {
            let pool = try Self.pool(
                "postgresql://postgres@\(host):\(server.port)/postgres?hostaddr=127.0.0.1&sslrootcert=\(root)"
            )
            defer { pool.close() }
            return await Self.outcome(pool)
        }
        #expect(try await failure("database.example", certificate.path) == nil)
        #expect(try await failure("other.example", certificate.path) != nil)
        #expect(try await failure("database.example", "/nowhere.crt") != nil)
    }

    private static let addresses: [(url: String, expected: String?)] = [
        ("postgresql://u:secret@db.example:5433/calls", "db.example:5433/calls"),
        ("postgres://u:secret@a,b/calls?sslmode=require", "a,b/calls"),
        ("postgresql://u@a:1,[::1]:2/calls", "a:1,::1:2/calls"), ("postgresql:///calls", "the local server/calls"),
        ("postgresql://u:sec ret@a/calls", "a/calls"), ("postgresql://u:secret@a/calls?nonsense=1", nil),
        ("mysql://a/calls", nil), ("", nil),
        ("postgresql://u:se%zzcret@a/calls", nil), ("postgresql://u:secret@[::1/calls", nil),
    ]

    @Test("An address is read, and never tells a password", arguments: addresses)
    func address(url: String, expected: String?) {
        do {
            let address = try PostgresAddress(url: url)
            #expect(address.description == expected)
        } catch {
            #expect(expected == nil && !"\(error)".contains("secret") && !"\(error)".contains("sec ret"), "\(error)")
        }
    }

    @Test("A listener hears of what is announced, several times at once as one, and that it may have missed something")
    func listener() async throws {
        let server = try PostgresServer()
        let listener = PostgresListener(try PostgresAddress(url: server.url()), channels: ["registry", "keys"])
        defer { listener.close() }
        var news = listener.news.makeAsyncIterator()
        func next() async -> PostgresListener.News? { await news.next(isolation: nil) }
        #expect(await next() == .init(channels: ["registry", "keys"], isAnew: true))
        try server.sql("NOTIFY registry; NOTIFY others")
        #expect(await next() == .init(channels: ["registry"]))
        try server.sql("BEGIN; NOTIFY registry; NOTIFY registry, 'again'; NOTIFY keys; COMMIT")
        var heard: Set<String> = []
        while heard.count < 2 { heard.formUnion(await next()?.channels ?? []) }
        #expect(heard == ["registry", "keys"])
        try server.restart()
        #expect(await next()?.isAnew == true)
        try server.sql("NOTIFY keys")
        while await next()?.channels.contains("keys") == false {}
        listener.close()
        #expect(await next() == nil)
    }
}
