internal import GRDB

/// The indexes that users are listed and searched by, while an import is under way: where it brings many of the users that there are, they are let go
/// of, and made anew at its end, since to sort all at once takes a part of what it takes to put each in its place.
struct UserIndexes {
    /// What is sorted at once, in memory.
    private static let sortingCacheKiB = 8 * 1024

    private let db: Database
    /// So many new users are few, or few beside those that are there.
    private let few: Int64
    private var newUsers: Int64 = 0
    /// What makes those again that were let go of; `nil` before.
    private var definitions: [String]?

    init(_ db: Database) throws {
        self.db = db
        // About as many as there are, at no cost.
        let users = try Int64.fetchOne(db, sql: "SELECT max(rowid) FROM reportingUser") ?? 0
        few = max(Int64(ChangeTable.maximumOfOneChange), users / 4)
    }

    /// Lets go of the indexes when many have come.
    mutating func noteNewUser() throws {
        newUsers += 1
        guard newUsers > few, definitions == nil else { return }
        let sql = """
            SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'reportingUser' AND sql IS NOT NULL
            """
        let indexes = try Row.fetchAll(db, sql: sql)
        for index in indexes {
            let name: String = index[0]
            try db.execute(sql: "DROP INDEX \(name.quotedDatabaseIdentifier)")
        }
        definitions = indexes.map { $0[1] }
    }

    /// From then on all indexes are there, and stay.
    mutating func makeAnew() throws {
        defer { definitions = [] }
        guard let definitions, !definitions.isEmpty else { return }
        let (threads, cache) = (
            try Int.fetchOne(db, sql: "PRAGMA threads") ?? 0, try Int.fetchOne(db, sql: "PRAGMA cache_size") ?? 0
        )
        // One more sorts what the cache does not hold, while further rows are read: so it holds little.
        try db.execute(sql: "PRAGMA threads = 1")
        try db.execute(sql: "PRAGMA cache_size = -\(Self.sortingCacheKiB)")
        defer {
            try? db.execute(sql: "PRAGMA threads = \(threads)")
            try? db.execute(sql: "PRAGMA cache_size = \(cache)")
        }
        for sql in definitions { try db.execute(sql: sql) }
    }
}
