internal import GRDB
internal import Recordings

/// Which users an import spoke of, by the numbers of their rows, of which a million are a few megabytes.
///
/// New rows have numbers behind those that were there when it began; nothing is deleted meanwhile.
struct SeenUsers {
    private let db: Database
    private let lastRow: Int64
    private var seenRows: Set<Int64> = []
    /// Whether there are names that are not written as Unicode composes them: they alone can be names in ASCII in another spelling, as the Kelvin sign is K.
    private var hasSpellings = true

    init(_ db: Database) throws {
        self.db = db
        lastRow = try Int64.fetchOne(db, sql: "SELECT max(rowid) FROM reportingUser") ?? 0
        try lookForSpellings()
    }

    /// Whether nobody can have this name in other bytes.
    func haveOneSpelling(_ username: String) -> Bool {
        !hasSpellings && username.utf8.allSatisfy { $0 < 0x80 }
    }

    /// To be called when a user was saved whose name may have other spellings.
    mutating func lookForSpellings() throws {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM userSpelling)")
        hasSpellings = try Bool.fetchOne(statement) ?? true
    }

    /// Whether this is the first time that the import speaks of a user who is there.
    mutating func isFirst(_ username: String) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT rowid FROM reportingUser WHERE username = ?")
        guard let row = try Int64.fetchOne(statement, arguments: [username]) else { return true }
        return row <= lastRow && seenRows.insert(row).inserted
    }
}
