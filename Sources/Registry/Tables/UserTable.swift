internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Recordings
internal import Sharing
internal import Synchronization

/// The table of users; the password verifier is sealed and never part of a snapshot.
struct UserTable: Sendable {
    let sealer: Sealer

    static let columns = "username, fullName, telSysID, partIDInTelSys, recordingPlayback, isAdministrator"

    /// How many users are read while those before them are taken.
    private static let batch = 2_048

    /// Rows end otherwise than behind the last.
    private struct Broken: Error {
        let code: Int32
    }

    /// Every user, in no order.
    ///
    /// - Parameters:
    ///   - db: to read from.
    ///   - take: is given one user after the other, while the next are read on a thread of their own.
    /// - Throws: what the database throws.
    static func all(_ db: Database, _ take: (ReportingUser) -> Void) throws {
        let statement = try db.makeStatement(sql: "SELECT \(columns) FROM reportingUser")
        // Nobody else asks the database anything before the last row.
        nonisolated(unsafe) let row = statement.sqliteStatement
        defer { withExtendedLifetime(statement) { _ = sqlite3_reset(row) } }
        let isOver = Mutex(false)
        do {
            try WorkAhead<Void, [ReportingUser]>.each {
                isOver.withLock { $0 } ? nil : ()
            } make: { _ in
                try isOver.withLock { isOver in
                    var users: [ReportingUser] = []
                    users.reserveCapacity(batch)
                    while !isOver, users.count < batch {
                        let code = sqlite3_step(row)
                        isOver = code != SQLITE_ROW
                        guard !isOver || code == SQLITE_DONE else { throw Broken(code: code) }
                        if !isOver { users.append(user(row)) }
                    }
                    return users
                }
            } use: { users in
                users.forEach(take)
            }
        } catch let broken as Broken {
            throw DatabaseError(resultCode: ResultCode(rawValue: broken.code), message: db.lastErrorMessage)
        }
    }

    /// By SQLite's own functions: a million rows are read before the service starts.
    private static func user(_ row: SQLiteStatement) -> ReportingUser {
        func number(_ column: Int32) -> Int32? {
            sqlite3_column_type(row, column) == SQLITE_NULL ? nil : sqlite3_column_int(row, column)
        }
        return ReportingUser(
            username: text(row, 0) ?? "",
            fullName: text(row, 1) ?? "",
            scope: Scope(telSysID: number(2), partIDInTelSys: number(3)),
            recordingPlayback: text(row, 4).map { CallRecIntGUID($0) },
            isAdministrator: sqlite3_column_int(row, 5) != 0
        )
    }

    private static func text(_ row: SQLiteStatement, _ column: Int32) -> String? {
        guard let start = sqlite3_column_text(row, column) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The user whose name has exactly these bytes.
    static func user(_ name: String, _ db: Database) throws -> ReportingUser? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM reportingUser WHERE username = ?")
        return try Row.fetchOne(statement, arguments: [name]).map(user)
    }

    /// The user of a name that comes from outside, in whatever spelling Unicode calls canonically equal.
    ///
    /// - Returns: `nil` when there is none, or a spelling says neither of two.
    static func user(spelled name: String, _ db: Database) throws -> ReportingUser? {
        let users = try spellings(of: name, db)
        return users.count == 1 ? users[0] : nil
    }

    /// Another for each state of the row, a password's among them; `nil` where there is none of exactly this name.
    static func tag(of name: String, _ db: Database) throws -> String? {
        try RowTag.tag("reportingUser", columns + ", passwordVerifier", "username", name, db)
    }

    /// What is kept of the user's password, as it is sealed; `nil` without one.
    static func sealedPassword(of name: String, _ db: Database) throws -> Data? {
        let sql = "SELECT passwordVerifier FROM reportingUser WHERE username = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [name]).flatMap { row in row[0] }
    }

    /// From then on the user has no password.
    static func clearPassword(of name: String, _ db: Database) throws {
        let sql = "UPDATE reportingUser SET passwordVerifier = NULL WHERE username = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [name])
    }

    /// The users whose name is this in one spelling or another: the one whose name has these very bytes, or all others.
    static func spellings(of name: String, _ db: Database) throws -> [ReportingUser] {
        if let user = try user(name, db) { return [user] }
        let form = name.precomposedStringWithCanonicalMapping
        let sql = "SELECT username FROM userSpelling WHERE composed = ?"
        var names = try String.fetchAll(db.cachedStatement(sql: sql), arguments: [form])
        if !form.hasSameBytes(as: name) { names.append(form) }
        return try names.compactMap { try user($0, db) }
    }

    /// Writes down the names that are not written as Unicode composes them; costs nothing for those in ASCII.
    static func noteSpellings(_ db: Database) throws {
        let sql = "SELECT username FROM reportingUser WHERE username GLOB '*[^ -~]*'"
        for name in try String.fetchAll(db, sql: sql) { try noteSpelling(name, db) }
    }

    private static func noteSpelling(_ name: String, _ db: Database) throws {
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return }
        let form = name.precomposedStringWithCanonicalMapping
        guard !form.hasSameBytes(as: name) else { return }
        let sql = "INSERT OR IGNORE INTO userSpelling (username, composed) VALUES (?, ?)"
        try db.cachedStatement(sql: sql).execute(arguments: [name, form])
    }

    private static func user(_ row: Row) -> ReportingUser {
        let assigned: String? = row[4]
        return ReportingUser(
            username: row[0],
            fullName: row[1],
            scope: Scope(telSysID: row[2], partIDInTelSys: row[3]),
            recordingPlayback: assigned.map { CallRecIntGUID($0) },
            isAdministrator: row[5]
        )
    }

    /// Inserts or changes a user; the password verifier stays as it is.
    static func save(_ user: ReportingUser, _ db: Database) throws {
        let sql = """
            INSERT INTO reportingUser (\(columns))
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (username) DO UPDATE SET fullName = excluded.fullName, telSysID = excluded.telSysID,
                partIDInTelSys = excluded.partIDInTelSys, recordingPlayback = excluded.recordingPlayback,
                isAdministrator = excluded.isAdministrator
            """
        try db.cachedStatement(sql: sql).execute(arguments: arguments(user))
        try noteSpelling(user.username, db)
    }

    private static func arguments(_ user: ReportingUser) -> StatementArguments {
        [
            user.username, user.fullName, user.scope.telSysID?.rawValue, user.scope.partIDInTelSys?.rawValue,
            user.recordingPlayback?.rawValue, user.isAdministrator,
        ]
    }

    /// - Returns: whether there was one.
    static func delete(_ name: String, _ db: Database) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM reportingUser WHERE username = ?").execute(arguments: [name])
        return db.changesCount > 0
    }

    /// How many users are assigned an entry, of whom no more than a limit are counted.
    static func count(assigned guid: CallRecIntGUID, upTo limit: Int64, _ db: Database) throws -> Int64 {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM reportingUser WHERE recordingPlayback = ? LIMIT ?)"
        return try Int64.fetchOne(db, sql: sql, arguments: [guid.rawValue, limit]) ?? 0
    }

    /// The lower-case hex SHA-256 of the user's password; `nil` without a password or user.
    func passwordVerifier(of username: String, _ db: Database) throws -> Secret? {
        try Self.sealedPassword(of: username, db).map { try sealer.open($0, at: place(username)) }
    }

    func setPasswordVerifier(_ verifier: Secret, of username: String, _ db: Database) throws {
        let sealed = try sealer.seal(verifier, at: place(username))
        let sql = "UPDATE reportingUser SET passwordVerifier = ? WHERE username = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [sealed, username])
    }

    /// Seals every password verifier anew.
    func seal(with next: Sealer, _ db: Database) throws {
        let sql = "SELECT username, passwordVerifier FROM reportingUser WHERE passwordVerifier IS NOT NULL"
        for row in try Row.fetchAll(db, sql: sql) {
            let (username, sealed): (String, Data) = (row[0], row[1])
            let verifier = try sealer.open(sealed, at: place(username))
            try UserTable(sealer: next).setPasswordVerifier(verifier, of: username, db)
        }
    }

    private func place(_ username: String) -> SealedPlace {
        SealedPlace(table: "reportingUser", column: "passwordVerifier", row: username)
    }
}
