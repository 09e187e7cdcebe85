internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Recordings

/// Puts the recordings of a page in their places, with as little as a row can cost: a page of a list has hundreds.
///
/// Most recordings are new, or are what they were: a row that says nothing new has only its time written.
struct RecordingWriting {
    private static let columns = Recording.place + ["seenAt"] + Recording.state
    private static let sames = Self.place + Recording.state.map { " AND \($0) IS \(parameter($0))" }.joined()
    private static let place = Recording.place.map { "\($0) = \(parameter($0))" }.joined(separator: " AND ")

    private static let insertion = """
        INSERT INTO recording (\(columns.joined(separator: ", "))) VALUES (\(columns.map(parameter).joined(separator: ", ")))
        ON CONFLICT DO NOTHING
        """
    private static let confirmation =
        "UPDATE recording INDEXED BY recordingByID SET seenAt = \(parameter("seenAt")) WHERE \(sames)"
    private static let change = """
        UPDATE recording INDEXED BY recordingByID SET \((["seenAt"] + Recording.state).map { "\($0) = \(parameter($0))" }.joined(separator: ", "))
        WHERE \(place)
        """

    private let database: Database
    private let account: Int64
    private let insertion: Statement
    private let confirmation: Statement
    private let change: Statement
    private let tracking: Statement

    /// - Parameters:
    ///   - account: whose recordings they are.
    ///   - database: within a transaction.
    /// - Throws: what the database throws.
    init(account: Int64, in database: Database) throws {
        self.account = account
        self.database = database
        insertion = try database.cachedStatement(sql: Self.insertion)
        confirmation = try database.cachedStatement(sql: Self.confirmation)
        change = try database.cachedStatement(sql: Self.change)
        tracking = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO recordingTracking (account, span, trackingKey, recording)
                SELECT ?1, ?2, ?3, number FROM recording INDEXED BY recordingByID
                WHERE account = ?1 AND span = ?2 AND recordingID = ?4
                """
        )
    }

    /// Puts a recording in its place, over an older state of itself.
    ///
    /// - Returns: whether it is new.
    /// - Throws: what the database throws.
    func write(_ recording: Recording, seenAt: Date) throws -> Bool {
        let isNew = try run(insertion, recording, seenAt)
        if !isNew, try !run(confirmation, recording, seenAt) {
            _ = try run(change, recording, seenAt)
        }
        let span = RecordingSpan.number(of: recording.startTime)
        for key in recording.furtherTrackingKeys {
            try tracking.execute(arguments: [account, span, key.rawValue, recording.recordingID.rawValue])
        }
        return isNew
    }

    /// - Returns: whether a row was written.
    private func run(_ statement: Statement, _ recording: Recording, _ seenAt: Date) throws -> Bool {
        var values = RowValues(statement)
        recording.bind(to: &values, account: account, seenAt: seenAt)
        try values.run(in: database)
        return database.changesCount > 0
    }

    private static func parameter(_ column: String) -> String {
        "?\(columns.firstIndex(of: column).map { $0 + 1 } ?? 0)"
    }
}

/// The values of one run of a statement, given to SQLite one after the other, without a list of them in between.
struct RowValues {
    private let statement: Statement
    private var column: Int32 = 0
    /// SQLite copies a text before the call ends.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ statement: Statement) {
        self.statement = statement
    }

    mutating func bind(_ value: Int64?) {
        bind(value) { sqlite3_bind_int64($0, $1, $2) }
    }

    mutating func bind(_ value: Double?) {
        bind(value) { sqlite3_bind_double($0, $1, $2) }
    }

    mutating func bind(_ value: String?) {
        bind(value) { statement, column, text in
            // With its length, since a text may have a zero within.
            text.withCString { sqlite3_bind_text(statement, column, $0, Int32(text.utf8.count), Self.copied) }
        }
    }

    @inline(__always)
    private mutating func bind<Value>(_ value: Value?, by bind: (SQLiteStatement, Int32, Value) -> Int32) {
        column += 1
        if let value {
            _ = bind(statement.sqliteStatement, column, value)
        } else {
            sqlite3_bind_null(statement.sqliteStatement, column)
        }
    }

    /// Runs a statement that gives no rows back.
    ///
    /// - Throws: `DatabaseError`.
    func run(in database: Database) throws {
        let code = sqlite3_step(statement.sqliteStatement)
        let message = code == SQLITE_DONE ? nil : String(cString: sqlite3_errmsg(database.sqliteConnection))
        sqlite3_reset(statement.sqliteStatement)
        if let message {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
        }
    }
}
