internal import GRDB
internal import GRDBSQLite
internal import Recordings

/// Adds users of whom most are new, one after the other: by SQLite's own functions, since what lies between would take twice as long for each of a million
/// as SQLite does.
struct UserInsertion {
    /// Has SQLite copy a text before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private let db: Database
    private let statement: Statement

    init(_ db: Database) throws {
        self.db = db
        statement = try db.makeStatement(
            sql:
                "INSERT INTO reportingUser (\(UserTable.columns)) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (username) DO NOTHING"
        )
    }

    /// Adds a user whose name is in ASCII, unless there is one of that name.
    ///
    /// - Returns: whether there was none.
    /// - Throws: what the database throws, for a rule of the table as for a full disk.
    func insert(_ user: ReportingUser) throws -> Bool {
        try withExtendedLifetime(statement) {
            let row = statement.sqliteStatement
            defer { sqlite3_reset(row) }
            bind(user.username, 1, row)
            bind(user.fullName, 2, row)
            bind(user.scope.telSysID?.rawValue, 3, row)
            bind(user.scope.partIDInTelSys?.rawValue, 4, row)
            if let entry = user.recordingPlayback { bind(entry.rawValue, 5, row) } else { sqlite3_bind_null(row, 5) }
            sqlite3_bind_int(row, 6, user.isAdministrator ? 1 : 0)
            let code = sqlite3_step(row)
            guard code == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
            }
            return db.changesCount > 0
        }
    }

    private func bind(_ text: String, _ place: Int32, _ row: SQLiteStatement) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                // An empty text may have no address, which would be NULL.
                if let start = bytes.baseAddress {
                    _ = sqlite3_bind_text(row, place, start, Int32(bytes.count), Self.copied)
                } else {
                    _ = sqlite3_bind_text(row, place, "", 0, Self.copied)
                }
            }
        }
    }

    private func bind(_ number: Int32?, _ place: Int32, _ row: SQLiteStatement) {
        if let number { sqlite3_bind_int(row, place, number) } else { sqlite3_bind_null(row, place) }
    }
}
