internal import Foundation
internal import GRDB
internal import Recordings

/// Accounts and what their lists have shown.
extension RecordingStore {
    static func number(of key: IndexKey, in database: Database) throws -> Int64? {
        let selection = try database.cachedStatement(
            sql: "SELECT number FROM recordingAccount WHERE callRecIntGUID = ? AND revision = ? AND host = ?"
        )
        return try Int64.fetchOne(selection, arguments: [key.entry.rawValue, key.revision, key.host])
    }

    /// An account's number; one that is new makes the entry's older revisions go.
    static func account(_ key: IndexKey, usedAt: Date, in database: Database) throws -> Int64 {
        if let number = try number(of: key, in: database) {
            let update = try database.cachedStatement(
                sql: "UPDATE recordingAccount SET usedAt = max(usedAt, ?) WHERE number = ?"
            )
            try update.execute(arguments: [usedAt.stored, number])
            return number
        }
        try disown(
            "callRecIntGUID = ? AND revision < ?",
            arguments: [key.entry.rawValue, key.revision],
            in: database
        )
        try database.execute(
            sql: """
                INSERT INTO recordingAccount (callRecIntGUID, revision, host, usedAt, keyVersion) VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [key.entry.rawValue, key.revision, key.host, usedAt.stored, PartyKey.version]
        )
        return database.lastInsertedRowID
    }

    /// What has been seen of a list.
    static func coverage(account: Int64, view: ListView, in database: Database) throws -> Coverage {
        let selection = try database.cachedStatement(
            sql: "SELECT \(Coverage.columns) FROM recordingCoverage WHERE account = ? AND number = ? ORDER BY asOf DESC"
        )
        let rows = try Row.fetchAll(selection, arguments: [account, view.stored])
        return Coverage(rows.map { Coverage.Observation($0) })
    }

    static func keep(_ coverage: Coverage, view: ListView, account: Int64, in database: Database) throws {
        let deletion = try database.cachedStatement(
            sql: "DELETE FROM recordingCoverage WHERE account = ? AND number = ?"
        )
        try deletion.execute(arguments: [account, view.stored])
        if view != .account, database.changesCount == 0 {
            try forgetNumbers(account, in: database)
        }
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO recordingCoverage (\(Coverage.columns), account, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for observation in coverage.observations {
            try insertion.execute(arguments: observation.arguments + [account, view.stored])
        }
    }

    /// Makes room for the list of one more number: a tenth goes at once.
    private static func forgetNumbers(_ account: Int64, in database: Database) throws {
        let count =
            try Int.fetchOne(
                database,
                sql: "SELECT count(DISTINCT number) FROM recordingCoverage WHERE account = ? AND number <> ''",
                arguments: [account]
            ) ?? 0
        guard count >= maximumNumbers else {
            return
        }
        try database.execute(
            sql: """
                DELETE FROM recordingCoverage WHERE account = ?1 AND number IN (
                    SELECT number FROM recordingCoverage WHERE account = ?1 AND number <> ''
                    GROUP BY number ORDER BY max(extendedAt) LIMIT ?2)
                """,
            arguments: [account, maximumNumbers / 10 + 1]
        )
    }

    /// The lists that are of interest.
    static func lists(account: Int64, numbers: Set<String>, in database: Database) throws -> ListSight {
        var sight = ListSight()
        sight.coverage = try coverage(account: account, view: .account, in: database)
        let keptFrom = try database.cachedStatement(sql: "SELECT keptFrom FROM recordingAccount WHERE number = ?")
        sight.keptFrom = try Double.fetchOne(keptFrom, arguments: [account]).map { Date(stored: $0) }
        guard !numbers.isEmpty else {
            return sight
        }
        let selection = try database.cachedStatement(
            sql: """
                SELECT \(Coverage.columns), number FROM json_each(?) CROSS JOIN recordingCoverage
                WHERE account = ? AND number = json_each.value ORDER BY number, asOf DESC
                """
        )
        let wanted = String(decoding: try JSONEncoder().encode(numbers), as: UTF8.self)
        var found: [String: [Coverage.Observation]] = [:]
        let rows = try Row.fetchCursor(selection, arguments: [wanted, account])
        while let row = try rows.next() {
            found[row[Coverage.Observation.columnCount], default: []].append(Coverage.Observation(row))
        }
        sight.numbers = found.mapValues { Coverage($0) }
        return sight
    }
}

extension Coverage {
    static let columns = """
        asOf, extendedAt, floor, oldest, disorderSeconds, cursor, anchor, itemCount, pageCount, doubts
        """
}

extension Coverage.Observation {
    static let columnCount = 10

    /// Reads a row that begins with ``Coverage/columns``.
    fileprivate init(_ row: Row) {
        self.init(
            asOf: Date(stored: row[0]),
            extendedAt: Date(stored: row[1]),
            floor: Date(stored: row[2]),
            oldest: Date(stored: row[3]),
            disorderSeconds: row[4],
            cursor: (row[5] as String?).flatMap { RecordingID($0) },
            anchor: (row[6] as String?).flatMap { RecordingID($0) },
            itemCount: row[7],
            pageCount: row[8],
            doubts: Self.doubts(row[9])
        )
    }

    fileprivate var arguments: StatementArguments {
        [
            asOf.stored, extendedAt.stored, floor.stored, oldest.stored, disorderSeconds, cursor?.rawValue,
            anchor?.rawValue, itemCount, pageCount, Self.stored(doubts),
        ]
    }

    /// Pairs of seconds, all apart by spaces.
    private static func stored(_ doubts: [ClosedRange<Date>]) -> String {
        doubts.map { "\($0.lowerBound.stored) \($0.upperBound.stored)" }.joined(separator: " ")
    }

    private static func doubts(_ text: String) -> [ClosedRange<Date>] {
        let ends = text.split(separator: " ").compactMap { Double($0) }.map { Date(stored: $0) }
        return stride(from: 0, to: ends.count - 1, by: 2).map { ends[$0]...max(ends[$0], ends[$0 + 1]) }
    }
}

extension ListView {
    /// The account's whole list is the empty number.
    fileprivate var stored: String {
        if case .number(let number) = self { number } else { "" }
    }
}
