internal import CPostgres
internal import Glibc

/// One connection, for one thread at a time: prepared statements with parameters and answers in binary form, each ended by a deadline.
///
/// libpq is asked without blocking and waited for with poll(2); except for connecting, since only its blocking way goes on to the next of several hosts
/// when one hangs. After a failure of which nothing is known the connection is of no use, and ``isBroken``.
package final class PostgresConnection {
    /// The first version whose statements are known here, as libpq counts.
    private static let oldestVersion: Int32 = 150_000
    /// What the server ends by itself, should nobody be there any more to end it: a statement, a wait for a lock, a transaction in which nothing is asked.
    private static let statementSeconds = 30
    private static let lockSeconds = 2
    private static let idleSeconds = 10
    private static let setup = """
        SET statement_timeout = '\(statementSeconds)s'; SET lock_timeout = '\(lockSeconds)s';
        SET idle_in_transaction_session_timeout = '\(idleSeconds)s'; SET TimeZone = 'UTC'
        """
    /// For what has no deadline of its own.
    package static let usualTime = Duration.seconds(5)

    private let connection: OpaquePointer
    private let interrupt: PostgresInterrupt
    private var prepared: Set<String> = []
    package private(set) var isBroken = false

    /// Connects, and looks whether the server is one that can be used.
    ///
    /// - Parameters:
    ///   - address: of the server, or of several that are asked in their order.
    ///   - interrupt: ends waits.
    /// - Throws: `unreachable`, `unsuitable`.
    init(_ address: PostgresAddress, interrupt: PostgresInterrupt) throws(PostgresFailure) {
        let parameters = Array(address.parameters)
        let keywords = parameters.map { strdup($0.key) } + [nil]
        let values = parameters.map { strdup($0.value) } + [nil]
        defer { (keywords + values).forEach { free($0) } }
        let made = PQconnectdbParams(keywords.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 0)
        guard let made else { throw .unreachable(problem: "out of memory", wasSent: false) }
        connection = made
        self.interrupt = interrupt
        cpostgres_ignore_notices(made)
        guard PQstatus(made) == CONNECTION_OK else { throw broken(wasSent: false) }
        let version = PQserverVersion(made)
        guard version >= Self.oldestVersion else {
            throw .unsuitable(problem: "the server is PostgreSQL \(version / 10_000); 15 or later is needed")
        }
        let encoding = PQparameterStatus(made, "server_encoding").map { String(cString: $0) } ?? ""
        guard encoding == "UTF8" else {
            throw .unsuitable(problem: "the database is kept in \(encoding); create it with ENCODING 'UTF8'")
        }
        PQsetnonblocking(made, 1)
        try script(Self.setup)
    }

    deinit { PQfinish(connection) }

    /// Which process of the server it is.
    package var serverProcess: Int32 { PQbackendPID(connection) }

    /// Whether the server closed it while nothing was asked, so that what would be asked next was not sent.
    func isStillOpen() -> Bool {
        // What a server says when it ends is read first, and the end then.
        while !isBroken, isReadable() {
            isBroken = PQconsumeInput(connection) != 1 || PQstatus(connection) != CONNECTION_OK
        }
        return !isBroken
    }

    // MARK: Asking

    /// Executes one statement.
    ///
    /// - Parameters:
    ///   - statement: prepared where it is not yet.
    ///   - values: as many as the statement has kinds.
    ///   - time: until the answer has to be there.
    /// - Returns: all rows.
    /// - Throws: what became of it otherwise.
    package func execute(
        _ statement: PostgresStatement,
        _ values: [PostgresValue] = [],
        within time: Duration = usualTime
    ) throws(PostgresFailure) -> PostgresOutcome {
        let deadline = ContinuousClock.now + time
        try prepare(statement, deadline)
        guard send(statement, values) else { throw broken(wasSent: false) }
        try flush(deadline)
        return try outcome(deadline)
    }

    /// Executes a statement of very many rows, of which one is held at a time.
    ///
    /// - Parameters:
    ///   - statement: prepared where it is not yet.
    ///   - values: as many as the statement has kinds.
    ///   - time: until each next row has to be there.
    ///   - take: is given one row after the other.
    /// - Throws: what became of it otherwise, also behind rows that were given.
    package func forEachRow(
        of statement: PostgresStatement,
        _ values: [PostgresValue] = [],
        within time: Duration = usualTime,
        _ take: (PostgresRow) -> Void
    ) throws(PostgresFailure) {
        try prepare(statement, ContinuousClock.now + time)
        guard send(statement, values), PQsetSingleRowMode(connection) == 1 else { throw broken(wasSent: false) }
        try flush(ContinuousClock.now + time)
        var failure: PostgresFailure?
        while let answer = try next(ContinuousClock.now + time) {
            defer { PQclear(answer) }
            failure = failure ?? Self.failure(of: answer)
            if failure == nil { Self.rows(of: answer).forEach(take) }
        }
        try lookForEnd()
        if let failure { throw failure }
    }

    /// One transaction in one round trip: all is sent before the first answer is read, and the first failure undoes everything.
    ///
    /// - Parameters:
    ///   - steps: statements with their values; one cannot depend on another's answer.
    ///   - time: until all answers have to be there.
    /// - Returns: what each came to.
    /// - Throws: the first failure; unless it leaves that unknown, nothing was done.
    package func transaction(
        _ steps: [(statement: PostgresStatement, values: [PostgresValue])],
        within time: Duration = usualTime
    ) throws(PostgresFailure) -> [PostgresOutcome] {
        let deadline = ContinuousClock.now + time
        for step in steps { try prepare(step.statement, deadline) }
        guard PQenterPipelineMode(connection) == 1 else { throw broken(wasSent: false) }
        // Between two synchronisations all statements are one transaction (PostgreSQL's manual, "Pipelining").
        for step in steps {
            guard send(step.statement, step.values) else { throw broken(wasSent: false) }
        }
        guard PQpipelineSync(connection) == 1 else { throw broken(wasSent: false) }
        try flush(deadline)
        var outcomes: [PostgresOutcome] = []
        var failure: PostgresFailure?
        for _ in steps {
            do throws(PostgresFailure) {
                outcomes.append(try outcome(deadline))
            } catch {
                if isBroken { throw error }
                failure = failure ?? error
            }
        }
        failure = try end(deadline, after: failure)
        guard PQexitPipelineMode(connection) == 1 else { throw broken(wasSent: true) }
        if let failure { throw failure }
        return outcomes
    }

    /// Reads up to where the transaction was kept or undone; a rule that is looked at last fails here.
    private func end(
        _ deadline: ContinuousClock.Instant,
        after failure: PostgresFailure?
    ) throws(PostgresFailure) -> PostgresFailure? {
        var failure = failure
        // Statements are divided by answers that are none, of which one stands before the end at most, and one behind a failure.
        var left = 3
        while left > 0 {
            guard let answer = try next(deadline) else {
                left -= 1
                continue
            }
            let isEnd = PQresultStatus(answer) == PGRES_PIPELINE_SYNC
            failure = failure ?? Self.failure(of: answer)
            PQclear(answer)
            if isEnd { return failure }
        }
        throw broken(wasSent: true)
    }

    /// One transaction whose statements depend on each other's answers.
    ///
    /// - Parameters:
    ///   - beginning: how it is isolated, `BEGIN` for the server's usual way.
    ///   - body: what it throws undoes everything.
    /// - Returns: what the body returns, once it is kept.
    /// - Throws: what the body throws, or a failure of beginning or keeping it; `busy` where a statement failed and the body went on.
    package func transaction<Value>(
        _ beginning: String = "BEGIN",
        _ body: (PostgresConnection) throws -> Value
    ) throws -> Value {
        try script(beginning)
        let value: Value
        do {
            value = try body(self)
        } catch {
            if !isBroken { try? script("ROLLBACK") }
            throw error
        }
        try script("COMMIT")
        return value
    }

    /// Executes text of one statement or several, without parameters and answers.
    package func script(_ sql: String, within time: Duration = usualTime) throws(PostgresFailure) {
        let deadline = ContinuousClock.now + time
        guard PQsendQuery(connection, sql) == 1 else { throw broken(wasSent: false) }
        try flush(deadline)
        var failure: PostgresFailure?
        var wasUndone = false
        while let answer = try next(deadline) {
            failure = failure ?? Self.failure(of: answer)
            wasUndone = String(cString: PQcmdStatus(answer)) == "ROLLBACK"
            PQclear(answer)
        }
        try lookForEnd()
        if let failure { throw failure }
        // A commit of what failed before is answered so, and is no error to the server.
        guard !wasUndone || sql != "COMMIT" else { throw .busy(problem: "the transaction was undone") }
    }

    // MARK: Being told

    /// Channels that were notified since the last look; waits for the first until the deadline.
    func notifiedChannels(within time: Duration) throws(PostgresFailure) -> Set<String> {
        let deadline = ContinuousClock.now + time
        var channels: Set<String> = []
        while true {
            guard PQconsumeInput(connection) == 1 else { throw broken(wasSent: false) }
            while let notice = PQnotifies(connection) {
                channels.insert(String(cString: notice.pointee.relname))
                PQfreemem(notice)
            }
            guard channels.isEmpty else { return channels }
            do throws(PostgresFailure) {
                try wait(POLLIN, deadline)
            } catch .late {
                isBroken = false
                return []
            }
        }
    }
}

// MARK: Sending and reading

extension PostgresConnection {
    private func prepare(
        _ statement: PostgresStatement,
        _ deadline: ContinuousClock.Instant
    ) throws(PostgresFailure) {
        guard !prepared.contains(statement.name) else { return }
        let types = statement.kinds.map(\.rawValue)
        guard PQsendPrepare(connection, statement.name, statement.sql, Int32(types.count), types) == 1 else {
            throw broken(wasSent: false)
        }
        try flush(deadline)
        _ = try outcome(deadline)
        prepared.insert(statement.name)
    }

    private func send(_ statement: PostgresStatement, _ values: [PostgresValue]) -> Bool {
        precondition(values.count == statement.kinds.count, "a statement has as many values as kinds")
        var bytes: [UInt8] = []
        var places: [Range<Int>?] = []
        for value in values {
            let start = bytes.count
            value.append(to: &bytes)
            places.append(value == .null ? nil : start..<bytes.count)
        }
        // What is empty has an address too, or it would be null.
        bytes.append(0)
        let lengths = places.map { Int32($0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: values.count)
        return bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = places.map { place in place.flatMap { place in start.map { $0 + place.lowerBound } } }
            return PQsendQueryPrepared(
                connection,
                statement.name,
                Int32(values.count),
                pointers,
                lengths,
                formats,
                1
            ) == 1
        }
    }

    private func flush(_ deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        while true {
            switch PQflush(connection) {
            case 0: return
            case 1:
                try wait(POLLIN | POLLOUT, deadline)
                // So that a server that waits to be read goes on reading.
                guard PQconsumeInput(connection) == 1 else { throw broken(wasSent: true) }
            default: throw broken(wasSent: true)
            }
        }
    }

    /// The next answer, in libpq's memory; `nil` behind the last of a statement.
    private func next(_ deadline: ContinuousClock.Instant) throws(PostgresFailure) -> OpaquePointer? {
        while PQisBusy(connection) == 1 {
            try wait(POLLIN, deadline)
            guard PQconsumeInput(connection) == 1 else { throw broken(wasSent: true) }
        }
        return PQgetResult(connection)
    }

    private func outcome(_ deadline: ContinuousClock.Instant) throws(PostgresFailure) -> PostgresOutcome {
        guard let answer = try next(deadline) else { throw broken(wasSent: true) }
        let failure = Self.failure(of: answer)
        let rows = Self.rows(of: answer)
        let count = PQcmdTuples(answer).flatMap { Int(String(cString: $0)) } ?? 0
        PQclear(answer)
        while let rest = try next(deadline) { PQclear(rest) }
        try lookForEnd()
        if let failure { throw failure }
        return PostgresOutcome(rows: rows, count: count)
    }

    private func lookForEnd() throws(PostgresFailure) {
        guard PQstatus(connection) == CONNECTION_OK else { throw broken(wasSent: true) }
    }

    private static func rows(of answer: OpaquePointer) -> [PostgresRow] {
        let columns = PQnfields(answer)
        return (0..<PQntuples(answer)).map { row in
            PostgresRow(
                (0..<columns).map { column in
                    guard PQgetisnull(answer, row, column) == 0, let value = PQgetvalue(answer, row, column) else {
                        return nil
                    }
                    return Array(UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(answer, row, column))))
                }
            )
        }
    }

    private static func failure(of answer: OpaquePointer) -> PostgresFailure? {
        switch PQresultStatus(answer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_PIPELINE_SYNC, PGRES_EMPTY_QUERY: return nil
        case PGRES_PIPELINE_ABORTED: return .busy(problem: "a statement before it failed")
        default:
            func field(_ code: Int32) -> String? { PQresultErrorField(answer, code).map { String(cString: $0) } }
            return PostgresFailure(
                sqlState: field(cpostgres_field_sqlstate) ?? "",
                problem: field(cpostgres_field_primary) ?? "the server gives no reason",
                constraint: field(cpostgres_field_constraint)
            )
        }
    }

    /// Gives the connection up.
    private func broken(wasSent: Bool) -> PostgresFailure {
        isBroken = true
        let problem = String(cString: PQerrorMessage(connection)).split(separator: "\n").joined(separator: "; ")
        return .unreachable(problem: problem.isEmpty ? "the connection broke" : problem, wasSent: wasSent)
    }

    private func isReadable() -> Bool {
        var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        return poll(&socket, 1, 0) > 0
    }

    /// Waits for the socket.
    ///
    /// - Throws: `late`, `cancelled`: what is under way then cannot be told from what would come next, so the connection is given up.
    private func wait(_ events: Int32, _ deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0 else {
                isBroken = true
                throw .late
            }
            var descriptors = [
                pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0),
                pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, 2, Int32(min(left.rounded(.up), 60_000)))
            if ready > 0, descriptors[1].revents != 0 {
                isBroken = true
                throw .cancelled
            }
            if ready > 0 || (ready < 0 && errno != EINTR) { return }
        }
    }
}
