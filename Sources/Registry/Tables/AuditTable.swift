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

    /// A page, the newest rows first, each condition read from an index in that order.
    static func page(_ query: AuditRowQuery, _ db: Database) throws -> AuditRowPage {
        var rows: [AuditRow] = []
        // One more than is wanted, to know whether there are further ones.
        for branch in branches(query) { rows += try branch.rows(query, limit: query.limit + 1, db) }
        rows.sort { ($0.atMilliseconds, $0.id) > ($1.atMilliseconds, $1.id) }
        let given = Array(rows.prefix(query.limit))
        let last = rows.count > given.count ? given.last : nil
        return AuditRowPage(
            rows: given,
            next: last.map { AuditPlace(atMilliseconds: $0.atMilliseconds, id: $0.id) }
        )
    }

    /// Rows that have the same values in some columns.
    private struct Branch {
        let index: String
        let values: [(column: String, value: String)]

        func rows(_ query: AuditRowQuery, limit: Int, _ db: Database) throws -> [AuditRow] {
            var conditions = values.map { "\($0.column) = ?" }
            var arguments = StatementArguments(values.map(\.value))
            if let since = query.since {
                conditions.append("atMilliseconds >= ?")
                arguments += [milliseconds(since)]
            }
            if let until = query.until {
                conditions.append("atMilliseconds < ?")
                arguments += [milliseconds(until)]
            }
            if let place = query.after {
                conditions.append("(atMilliseconds, id) < (?, ?)")
                arguments += [place.atMilliseconds, place.id]
            }
            let sql = """
                SELECT id, atMilliseconds, author, remoteAddress, action, subject, properties
                FROM audit INDEXED BY \(index) WHERE \(conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND "))
                ORDER BY atMilliseconds DESC, id DESC LIMIT ?
                """
            return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments + [limit]).compactMap(row)
        }
    }

    /// One for each action, and each spelling of what was changed.
    private static func branches(_ query: AuditRowQuery) -> [Branch] {
        let author = query.author.map { [(column: "author", value: $0)] } ?? []
        let actions = query.kind.map { $0.actions.map { [(column: "action", value: $0.rawValue)] } } ?? [[]]
        if let subject = query.subject {
            let composed = subject.precomposedStringWithCanonicalMapping
            let spellings = composed.utf8.elementsEqual(subject.utf8) ? [subject] : [subject, composed]
            return spellings.flatMap { spelling in
                actions.map { Branch(index: "auditBySubject", values: [("subject", spelling)] + author + $0) }
            }
        }
        return actions.map { action in
            let index =
                switch (author.isEmpty, action.isEmpty) {
                case (true, true): "auditByTime"
                case (true, false): "auditByAction"
                case (false, true): "auditByAuthor"
                case (false, false): "auditByAuthorAndAction"
                }
            return Branch(index: index, values: author + action)
        }
    }

    /// When something was last done to a subject; `nil` when it was not, or so long ago that the row is gone.
    static func lastTime(of actions: [AuditAction], _ subject: String, _ db: Database) throws -> Date? {
        let sql = """
            SELECT max(atMilliseconds) FROM audit INDEXED BY auditBySubject
            WHERE subject = ? AND action IN (SELECT value FROM json_each(?))
            """
        let names = "[" + actions.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
        return try Int64.fetchOne(db, sql: sql, arguments: [subject, names])
            .map { Date(timeIntervalSince1970: Double($0) / 1000) }
    }

    /// Nothing for what only a later version knows.
    private static func row(_ row: Row) -> AuditRow? {
        guard let action = AuditAction(rawValue: row[4]) else { return nil }
        let atMilliseconds: Int64 = row[1]
        let properties: String = row[6]
        return AuditRow(
            id: row[0],
            author: AuditAuthor(
                name: row[2],
                remoteAddress: row[3],
                at: Date(timeIntervalSince1970: Double(atMilliseconds) / 1000)
            ),
            action: action,
            subject: row[5],
            properties: properties.split(separator: ",").map(String.init)
        )
    }

    static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}

extension AuditRow {
    fileprivate var atMilliseconds: Int64 { AuditTable.milliseconds(author.at) }
}
