internal import Foundation
internal import GRDB
internal import Recordings

/// Reads a page of events, by the index that leaves the fewest rows to look at: a page costs the same in any audit.
///
/// The conditions are held against each row that the index gives. Where one page would take too many rows, as few of them fulfil all, it is given as far as it
/// is.
struct AuditReading {
    /// Rows of each index that are counted to choose among them.
    static let maximumCounted = 1_000
    /// Rows that are looked at for a page, besides those that the page itself takes.
    static let maximumExamined = 10_000
    /// Rows of an index for each event that a page has room for: its beginning, its end, and as many that are others.
    private static let rowsForEach = 4
    private static let firstRows = 256
    private static let growth = 4

    /// An index, and which of its rows hold every event that is asked for.
    private struct Way {
        let source: String
        var number = "sequence"
        var condition = "TRUE"
        var arguments: StatementArguments = []
    }

    private let query: AuditQuery
    /// The numbers of the playbacks under way.
    private let open: [Int64]
    /// The user's name as rows have it.
    private let spellings: [String]
    private let db: Database

    init(_ query: AuditQuery, open: [Int64], _ db: Database) throws {
        self.query = query
        self.open = open
        spellings = try query.user.map { try ListenerSpellings.all(of: $0, db) } ?? []
        self.db = db
    }

    private var limit: Int { min(max(query.limit, 1), AuditQuery.maximumLimit) }
    private var isNewestFirst: Bool { query.order == .newest }

    func page() throws -> AuditPage {
        guard let rows = try rows() else { return AuditPage(events: [], next: nil) }
        let way = try narrowest(in: rows)
        let maximum = Self.maximumExamined + Self.rowsForEach * limit
        var (events, left, examined, count) = ([AuditEvent](), rows, 0, max(Self.firstRows, limit + 1))
        while true {
            let numbers = try numbers(by: way, in: left, limit: count)
            events += try self.events(numbers)
            if events.count > limit {
                let given = Array(events.prefix(limit))
                return AuditPage(events: given, next: given.last?.id)
            }
            guard numbers.count == count, let last = numbers.last else { return AuditPage(events: events, next: nil) }
            examined += count
            guard examined < maximum else { return AuditPage(events: events, next: last) }
            left = isNewestFirst ? left.lowerBound..<last : last + 1..<left.upperBound
            count = min(count * Self.growth, maximum - examined)
        }
    }

    /// The rows among which all events are that are asked for; `nil` when there are none.
    private func rows() throws -> Range<Int64>? {
        var (first, end) = (Int64(1), Int64.max)
        if let after = query.after { (first, end) = isNewestFirst ? (1, after) : (after &+ 1, .max) }
        if query.since != nil || query.until != nil {
            guard let timely = try timely() else { return nil }
            (first, end) = (max(first, timely.lowerBound), min(end, timely.upperBound))
        }
        return first > 0 && first < end ? first..<end : nil
    }

    /// The rows from the first to the last block with a time that is asked for, exact whatever clocks did meanwhile.
    private func timely() throws -> Range<Int64>? {
        let sql = """
            WITH RECURSIVE block (number) AS (
                SELECT min(sequence) / ?1 FROM event
                UNION ALL
                SELECT number + 1 FROM block WHERE number < (SELECT max(sequence) / ?1 FROM event)
            )
            SELECT min(number), max(number) FROM block
            WHERE (SELECT max(atMilliseconds) FROM event INDEXED BY eventByBlock
                    WHERE sequence / \(AuditSchema.blockRows) = number) >= ?2
                AND (SELECT min(atMilliseconds) FROM event INDEXED BY eventByBlock
                    WHERE sequence / \(AuditSchema.blockRows) = number) < ?3
            """
        let size = AuditSchema.blockRows
        let arguments: StatementArguments = [
            size, query.since.map(Self.milliseconds) ?? .min, query.until.map(Self.milliseconds) ?? .max,
        ]
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
        guard let row, let first = row[0] as Int64?, let last = row[1] as Int64? else { return nil }
        return first * size..<(last + 1) * size
    }

    /// The way with the fewest rows, as far as counting some tells; of several the first.
    private func narrowest(in rows: Range<Int64>) throws -> Way {
        let ways = ways
        guard ways.count > 1 else { return ways.first ?? Way(source: "event NOT INDEXED") }
        let counts = try ways.map { try numbers(by: $0, in: rows, limit: Self.maximumCounted).count }
        let fewest = counts.min() ?? 0
        return zip(ways, counts).first { $0.1 == fewest }?.0 ?? ways[0]
    }

    /// Those that leave few rows most often come first.
    private var ways: [Way] {
        var ways: [Way] = []
        let recordings = query.played.map { $0.map(\.recording.description) } ?? query.recording.map { [$0] }
        if let recordings {
            ways.append(
                Way(
                    source: "event INDEXED BY eventByRecording",
                    condition: "kind <> 'ended' AND recording IN (SELECT value FROM json_each(?))",
                    arguments: [Self.json(recordings)]
                )
            )
        }
        switch query.outcome {
        case .open: ways.append(Way(source: "json_each(?)", number: "value", arguments: [Self.json(open)]))
        case .notPlayed, nil: break
        case let outcome?:
            ways.append(
                Way(
                    source: "event INDEXED BY eventByOutcome",
                    number: "begunSequence",
                    condition: "kind = 'ended' AND \(AuditSchema.outcome(of: "detail")) = ?",
                    arguments: [outcome.rawValue]
                )
            )
        }
        if !spellings.isEmpty {
            let marks = databaseQuestionMarks(count: spellings.count)
            ways.append(
                Way(
                    source: "event INDEXED BY eventByListener",
                    condition: "listener IN (\(marks))",
                    arguments: StatementArguments(spellings)
                )
            )
        }
        for kind in kinds {
            ways.append(
                Way(source: "event INDEXED BY eventByKind", condition: "kind = ?", arguments: [kind.rawValue])
            )
        }
        if let entry = query.entry {
            ways.append(Way(source: "event INDEXED BY eventByEntry", condition: "entry = ?", arguments: [entry]))
        }
        return ways
    }

    /// The kinds of rows that events which are asked for begin with, where that is one kind each.
    private var kinds: [AuditRecord.Kind] {
        let asked: AuditRecord.Kind? =
            switch query.kind {
            case .playback: .begun
            case .looked: .looked
            case .notPlayed: .notPlayed
            case nil: nil
            }
        return [asked, query.outcome == .notPlayed ? .notPlayed : nil].compactMap { $0 }
    }

    private func numbers(by way: Way, in rows: Range<Int64>, limit: Int) throws -> [Int64] {
        let sql = """
            SELECT \(way.number) FROM \(way.source)
            WHERE \(way.condition) AND \(way.number) >= ? AND \(way.number) < ?
            ORDER BY \(way.number) \(isNewestFirst ? "DESC" : "ASC") LIMIT ?
            """
        let arguments = way.arguments + [rows.lowerBound, rows.upperBound, limit]
        return try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// The events among some rows, in their order.
    private func events(_ numbers: [Int64]) throws -> [AuditEvent] {
        let (conditions, arguments) = conditions
        let sql = """
            SELECT begun.*, ended.atMilliseconds AS endedMilliseconds, ended.detail AS ending
            FROM json_each(?) AS number CROSS JOIN event AS begun ON begun.sequence = number.value
            LEFT JOIN event AS ended ON ended.begunSequence = begun.sequence
            WHERE \(conditions.joined(separator: " AND "))
            """
        let events = try Row.fetchAll(
            db.cachedStatement(sql: sql),
            arguments: [Self.json(numbers)] + arguments
        )
        .compactMap(AuditEvent.init)
        return events.sorted { isNewestFirst ? $0.id > $1.id : $0.id < $1.id }
    }

    /// What holds of a beginning, and of its end where it has one.
    private var conditions: ([String], StatementArguments) {
        var conditions = ["begun.kind IN ('begun', 'looked', 'notPlayed')"]
        var arguments: StatementArguments = []
        func require(_ condition: String, _ value: (some DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        require("begun.atMilliseconds >= ?", query.since.map(Self.milliseconds))
        require("begun.atMilliseconds < ?", query.until.map(Self.milliseconds))
        require("begun.entry = ?", query.entry)
        require("begun.recording = ?", query.recording)
        require(
            "(begun.entry, begun.recording) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
            query.played.map { Self.json($0.map { [$0.entry.rawValue, $0.recording.description] }) }
        )
        for kind in kinds { require("begun.kind = ?", kind.rawValue) }
        if query.user != nil {
            conditions.append("begun.listener IN (\(databaseQuestionMarks(count: spellings.count)))")
            arguments += StatementArguments(spellings)
        }
        switch query.outcome {
        case .notPlayed, nil: break
        case .open: conditions.append("begun.kind <> 'notPlayed' AND ended.sequence IS NULL")
        case let outcome?: require("\(AuditSchema.outcome(of: "ended.detail")) = ?", outcome.rawValue)
        }
        return (conditions, arguments)
    }

    private static func json(_ values: some Encodable) -> String {
        (try? JSONEncoder().encode(values)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 * 1000).rounded())
    }
}
