internal import Foundation
internal import GRDB

extension AuditStore {
    /// The events that are asked for, oldest first.
    func events(_ query: AuditQuery) async throws -> [AuditEvent] {
        try await pool.read { db in
            var conditions = ["begun.kind IN ('begun', 'looked', 'notPlayed')", "begun.sequence > ?"]
            var arguments: StatementArguments = [query.after]
            func require(_ condition: String, _ value: (some DatabaseValueConvertible)?) {
                guard let value else { return }
                conditions.append(condition)
                arguments += [value]
            }
            require("begun.atMilliseconds >= ?", query.since.map(Self.milliseconds))
            require("begun.atMilliseconds < ?", query.until.map(Self.milliseconds))
            if let user = query.user {
                let spellings = try Self.spellings(of: user, db)
                conditions.append("begun.listener IN (\(databaseQuestionMarks(count: spellings.count)))")
                arguments += StatementArguments(spellings)
            }
            require("begun.entry = ?", query.entry)
            require("begun.recording = ?", query.recording)
            require("begun.kind = ?", query.kind.map { AuditRecord.Kind($0).rawValue })
            arguments += [min(max(query.limit, 1), AuditQuery.maximumLimit)]
            let sql = """
                SELECT begun.*, ended.atMilliseconds AS endedMilliseconds, ended.detail AS ending FROM event AS begun
                LEFT JOIN event AS ended ON ended.begunSequence = begun.sequence
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY begun.sequence LIMIT ?
                """
            return try Row.fetchAll(db, sql: sql, arguments: arguments).compactMap(AuditEvent.init)
        }
    }

    /// A name as it stands in rows: older ones may have it in other spellings than the registry's.
    ///
    /// One look into the index for each listener there is.
    private static func spellings(of name: String, _ db: Database) throws -> [String] {
        let sql = """
            WITH RECURSIVE names (listener) AS (
                SELECT min(listener) FROM event
                UNION ALL
                SELECT (SELECT min(listener) FROM event WHERE listener > names.listener) FROM names
                WHERE names.listener IS NOT NULL
            )
            SELECT listener FROM names WHERE listener IS NOT NULL
            """
        let others = try String.fetchCursor(db, sql: sql).filter { $0 == name }
        return try Array(others) + [name]
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}

extension AuditEvent {
    fileprivate init?(_ row: Row) {
        guard let record = AuditRecord(row) else { return nil }
        let isNamed = !record.listener.isEmpty
        let begun = AuditDetail.read(record.detail, as: AuditDetail.Begun.self)
        let notPlayed = AuditDetail.read(record.detail, as: AuditDetail.NotPlayed.self)
        let ending: String? = row["ending"]
        let ended = ending.flatMap { AuditDetail.read($0, as: AuditDetail.Ended.self) }
        let endedMilliseconds: Int64? = row["endedMilliseconds"]
        let kind: Kind =
            switch record.kind {
            case .looked: .looked
            case .notPlayed: .notPlayed
            case .begun, .ended, .retention, .gap: .playback
            }
        let isBeginning = kind != .notPlayed
        self.init(
            id: row["sequence"],
            kind: kind,
            user: isNamed && record.means == "url" ? record.listener : nil,
            token: isNamed && record.means == "token" ? record.listener : nil,
            entry: record.entry,
            recordingID: record.recording,
            address: record.address,
            download: begun?.download ?? notPlayed?.download ?? false,
            startedAt: Self.date(record.atMilliseconds),
            endedAt: endedMilliseconds.map(Self.date),
            outcome: isBeginning ? ended?.outcome ?? "open" : "notPlayed",
            code: isBeginning ? ended?.code : notPlayed?.code,
            requests: isBeginning ? ended?.answers ?? 0 : notPlayed?.count ?? 0,
            seeks: ended?.seeks ?? 0,
            sentBytes: ended?.sentBytes ?? 0,
            sizeBytes: begun?.sizeBytes,
            ranges: ended?.ranges ?? begun.map { [$0.range] }?.filter { !$0.isEmpty } ?? [],
            rangesAreCoarse: ended?.rangesAreCoarse ?? false,
            urlExpiresAt: begun?.exp,
            urlKeyID: begun?.kid
        )
    }

    private static func date(_ milliseconds: Int64) -> Date {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}

extension AuditRecord.Kind {
    /// The rows that events of a kind begin with.
    fileprivate init(_ kind: AuditEvent.Kind) {
        switch kind {
        case .playback: self = .begun
        case .looked: self = .looked
        case .notPlayed: self = .notPlayed
        }
    }
}
