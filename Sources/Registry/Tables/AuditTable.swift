internal import Foundation
internal import GRDB

/// The table of audit rows, written in the same transaction as the change that they tell of.
enum AuditTable {
    /// Beyond these, the oldest rows go.
    static let maximumRows: Int64 = 1_000_000

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - action: what was done.
    ///   - subject: the entry's GUID or the username.
    ///   - properties: names only.
    ///   - author: who did it.
    ///   - db: inside the transaction of the change.
    /// - Throws: what the database throws.
    static func insert(
        _ action: AuditAction,
        _ subject: String,
        properties: [String],
        by author: AuditAuthor,
        _ db: Database
    ) throws {
        let sql = """
            INSERT INTO audit (atMilliseconds, author, remoteAddress, action, subject, properties)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        let arguments: StatementArguments = [
            milliseconds(author.at), author.name, author.remoteAddress, action.rawValue, subject,
            properties.joined(separator: ","),
        ]
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
        try db.cachedStatement(sql: "DELETE FROM audit WHERE id <= ?")
            .execute(arguments: [db.lastInsertedRowID - maximumRows])
    }

    /// The newest rows first.
    static func newest(since: Date?, limit: Int, _ db: Database) throws -> [AuditRow] {
        let sql = """
            SELECT id, atMilliseconds, author, remoteAddress, action, subject, properties FROM audit
            WHERE atMilliseconds >= ? ORDER BY id DESC LIMIT ?
            """
        return try Row.fetchAll(db, sql: sql, arguments: [since.map(milliseconds) ?? Int64.min, limit]).map(row)
    }

    private static func row(_ row: Row) -> AuditRow {
        let atMilliseconds: Int64 = row[1]
        let properties: String = row[6]
        return AuditRow(
            id: row[0],
            author: AuditAuthor(
                name: row[2],
                remoteAddress: row[3],
                at: Date(timeIntervalSince1970: Double(atMilliseconds) / 1000)
            ),
            action: AuditAction(rawValue: row[4]) ?? .changeEntry,
            subject: row[5],
            properties: properties.split(separator: ",").map(String.init)
        )
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
