internal import Foundation
internal import GRDB
internal import Recordings

/// How the rows are read: each question in one look at the database, so that lists and recordings are of one moment.
extension RecordingStore {
    func lists(of key: IndexKey, numbers: Set<String>) async throws -> ListSight {
        try await database.read { database in
            guard let account = try Self.number(of: key, in: database) else {
                return ListSight()
            }
            return try Self.lists(account: account, numbers: numbers, in: database)
        }
    }

    func sight(of key: IndexKey, _ question: IndexQuestion) async throws -> IndexSight {
        try await database.read { database in
            guard let account = try Self.number(of: key, in: database) else {
                return IndexSight()
            }
            let lists = try Self.lists(account: account, numbers: question.numbers, in: database)
            var known: [KnownRecording] = []
            try Self.addIdentified(question, account: account, to: &known, in: database)
            try Self.addByParties(question, account: account, to: &known, in: database)
            try Self.addWindows(question, account: account, to: &known, in: database)
            return IndexSight(lists: lists, known: known)
        }
    }

    func recording(_ id: RecordingID, key: IndexKey) async throws -> KnownRecording? {
        try await database.read { database in
            guard let account = try Self.number(of: key, in: database) else {
                return nil
            }
            return try Self.rows(of: id, account: account, in: database).map(\.0).max { $0.seenAt < $1.seenAt }
        }
    }

    /// The rows of an id whose time is not known: it is looked for in each span, the newest first.
    static func rows(
        of id: RecordingID,
        account: Int64,
        in database: Database
    ) throws -> [(KnownRecording, number: Int64)] {
        let selection = try database.cachedStatement(
            sql: """
                WITH RECURSIVE spans (span) AS (
                    SELECT max(span) FROM recording INDEXED BY recordingByID WHERE account = ?1
                    UNION ALL
                    SELECT (SELECT max(span) FROM recording INDEXED BY recordingByID
                            WHERE account = ?1 AND span < spans.span)
                    FROM spans WHERE spans.span IS NOT NULL
                )
                SELECT \(KnownRecording.columns), recording.number
                FROM spans CROSS JOIN recording INDEXED BY recordingByID
                WHERE account = ?1 AND recording.span = spans.span AND recordingID = ?2
                """
        )
        return try Row.fetchAll(selection, arguments: [account, id.rawValue]).map {
            (try KnownRecording($0), number: $0["number"])
        }
    }

    private static func addIdentified(
        _ question: IndexQuestion,
        account: Int64,
        to known: inout [KnownRecording],
        in database: Database
    ) throws {
        try add(
            """
            WITH wanted (span, wantedKey) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?1))
            SELECT \(KnownRecording.columns) FROM wanted CROSS JOIN recording INDEXED BY recordingByCall
            WHERE account = ?2 AND recording.span = wanted.span AND callKey = wanted.wantedKey
            """,
            [spans(question.callIDs), account],
            to: &known,
            in: database
        )
        guard !question.trackingIDs.isEmpty else {
            return
        }
        try add(
            """
            WITH wanted (span, wantedKey) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?1))
            SELECT \(KnownRecording.columns) FROM wanted
            CROSS JOIN recording INDEXED BY recordingByTracking
            WHERE account = ?2 AND recording.span = wanted.span AND recording.trackingKey = wanted.wantedKey
            UNION ALL
            SELECT \(KnownRecording.columns) FROM wanted
            CROSS JOIN recordingTracking AS tracking ON tracking.account = ?2 AND tracking.span = wanted.span
                AND tracking.trackingKey = wanted.wantedKey
            CROSS JOIN recording ON recording.number = tracking.recording AND recording.account = ?2
            """,
            [spans(question.trackingIDs), account],
            to: &known,
            in: database
        )
    }

    /// The remainder of a key tells its kind: a full number, and a short one that may be its extension, are 1 and 2.
    private static func addByParties(
        _ question: IndexQuestion,
        account: Int64,
        to known: inout [KnownRecording],
        in database: Database
    ) throws {
        guard !question.parties.isEmpty else {
            return
        }
        // Where keys are still of another version, nothing is told by them.
        let version = try database.cachedStatement(sql: "SELECT keyVersion FROM recordingAccount WHERE number = ?")
        guard try Int.fetchOne(version, arguments: [account]) == PartyKey.version else {
            return try addAll(question.parties.map(\.window), account: account, to: &known, in: database)
        }
        let wanted = question.parties.compactMap { one -> String? in
            guard let from = one.keys.from, let to = one.keys.to else {
                return nil
            }
            return "[\(bounds(one.window)),\(from.rawValue),\(to.rawValue)]"
        }
        try add(
            """
            WITH wanted (first, last, wantedFrom, wantedTo) AS MATERIALIZED
                (SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?1))
            SELECT \(KnownRecording.columns) FROM wanted CROSS JOIN recording INDEXED BY recordingByStart
            WHERE account = ?2 AND startTime >= wanted.first AND startTime <= wanted.last
                AND (fromKey = wantedFrom OR toKey = wantedTo)
                AND (fromKey = wantedFrom OR fromKey % 4 + wantedFrom % 4 = 3)
                AND (toKey = wantedTo OR toKey % 4 + wantedTo % 4 = 3)
            """,
            ["[\(wanted.joined(separator: ","))]", account],
            to: &known,
            in: database
        )
    }

    private static func addWindows(
        _ question: IndexQuestion,
        account: Int64,
        to known: inout [KnownRecording],
        in database: Database
    ) throws {
        for window in question.windows {
            try add(
                """
                SELECT \(KnownRecording.columns) FROM recording INDEXED BY recordingByStart
                WHERE account = ?1 AND startTime >= ?2 AND startTime < ?3 ORDER BY startTime LIMIT ?4
                """,
                [
                    account, window.lowerBound.stored, window.upperBound.stored,
                    question.maximumInWindow == .max ? -1 : question.maximumInWindow,
                ],
                to: &known,
                in: database
            )
        }
    }

    private static func addAll(
        _ windows: [Range<Date>],
        account: Int64,
        to known: inout [KnownRecording],
        in database: Database
    ) throws {
        let wanted = windows.map { "[\(bounds($0))]" }
        try add(
            """
            WITH wanted (first, last) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?1))
            SELECT \(KnownRecording.columns) FROM wanted CROSS JOIN recording INDEXED BY recordingByStart
            WHERE account = ?2 AND startTime >= wanted.first AND startTime <= wanted.last
            """,
            ["[\(wanted.joined(separator: ","))]", account],
            to: &known,
            in: database
        )
    }

    private static func add(
        _ sql: String,
        _ arguments: StatementArguments,
        to known: inout [KnownRecording],
        in database: Database
    ) throws {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            known.append(try KnownRecording(row))
        }
    }

    /// Each id with each span that its recording may lie in, as JSON.
    private static func spans(_ identities: [IndexQuestion.Identity]) -> String {
        let pairs = Set(identities).flatMap { identity in
            RecordingSpan.numbers(of: identity.window).map { "[\($0),\(identity.key.rawValue)]" }
        }
        return "[\(pairs.joined(separator: ","))]"
    }

    /// The seconds that a window touches: whole ones, which are written the same everywhere.
    private static func bounds(_ window: Range<Date>) -> String {
        let first = window.lowerBound.stored.rounded(.down)
        let last = window.upperBound.stored.rounded(.up)
        return "\(Int64(clamping: first)),\(Int64(clamping: last))"
    }
}
