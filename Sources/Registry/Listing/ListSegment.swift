internal import Foundation
internal import GRDB

/// A part of a list that an index gives in its order: the rows that fulfil a condition, by some columns, of which the last is the key.
struct ListSegment: Sendable {
    enum Order: Sendable {
        /// By columns that are compared byte for byte.
        case columns([String])
        /// By a text without regard to the case of its ASCII letters, then by the key.
        case folded(String, key: String)
    }

    let table: String
    let order: Order
    /// With `?` for the arguments.
    let condition: String
    let arguments: [any DatabaseValueConvertible & Sendable]

    private var columns: [String] {
        switch order {
        case .columns(let columns): columns
        case .folded(let column, let key): [column, key]
        }
    }

    private var ordering: String {
        switch order {
        case .columns(let columns): columns.joined(separator: ", ")
        case .folded(let column, let key): "\(column) COLLATE NOCASE, \(key)"
        }
    }

    /// The values of rows, the key's last.
    ///
    /// - Parameters:
    ///   - place: the values of the row that they come after; `nil` for the first ones.
    ///   - limit: how many to give at most.
    ///   - db: to read from.
    /// - Returns: a row for each, in the list's order.
    /// - Throws: what the database throws.
    func rows(after place: [DatabaseValue]?, limit: Int, _ db: Database) throws -> [[DatabaseValue]] {
        var rows: [[DatabaseValue]] = []
        for (further, values) in conditions(after: place) where rows.count < limit {
            let sql = """
                SELECT \(columns.joined(separator: ", ")) FROM \(table) WHERE \(condition)\(further)
                ORDER BY \(ordering) LIMIT ?
                """
            let all = arguments + values + [limit - rows.count]
            let found = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: StatementArguments(all))
            rows += found.map { Array($0.databaseValues) }
        }
        return rows
    }

    /// How many rows there are, of which no more than a limit are counted.
    func count(upTo limit: Int, _ db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(condition) LIMIT ?)"
        // A page counts for each of its rows: the statement is the same for all of them.
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: StatementArguments(arguments + [limit])) ?? 0
    }

    /// What is behind a place, in pieces that an index finds the beginning of.
    private func conditions(after place: [DatabaseValue]?) -> [(String, [any DatabaseValueConvertible & Sendable])] {
        guard let place, place.count == columns.count else { return [("", [])] }
        switch order {
        case .columns(let columns):
            let marks = columns.map { _ in "?" }.joined(separator: ", ")
            return [(" AND (\(columns.joined(separator: ", "))) > (\(marks))", place)]
        case .folded(let column, let key):
            return [
                (" AND \(column) = ? COLLATE NOCASE AND \(key) > ?", place),
                (" AND \(column) > ? COLLATE NOCASE", [place[0]]),
            ]
        }
    }
}

extension ListSegment {
    /// Texts that begin with one of some prefixes.
    struct Prefixes {
        /// Behind every text that begins with a prefix, when it is put behind that.
        private static let last = "\u{10FFFF}"

        private let prefixes: [String]

        /// - Parameter search: what somebody typed; beyond ASCII, case is tried as people write it: as typed, small, large, and with a large initial.
        init(_ search: String) {
            let forms = [search, search.lowercased(), search.uppercased(), search.capitalized]
            let isPlain = search.utf8.allSatisfy { $0 < 0x80 }
            prefixes = isPlain ? [search] : forms.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }

        func condition(_ column: String) -> String {
            let ranges = prefixes.map { _ in "\(column) >= ? COLLATE NOCASE AND \(column) < ? COLLATE NOCASE" }
            return "(" + ranges.joined(separator: " OR ") + ")"
        }

        var arguments: [String] { prefixes.flatMap { [$0, $0 + Self.last] } }
    }

    /// Rows of which a text begins as somebody typed, one segment for each text, without those that an earlier one has.
    ///
    /// - Parameters:
    ///   - search: what was typed; not empty.
    ///   - table: where to look.
    ///   - columns: the texts.
    ///   - key: the column that names a row.
    ///   - scope: a further condition, with its arguments.
    /// - Returns: the segments, in the order of the texts.
    static func search(
        _ search: String,
        in table: String,
        columns: [String],
        key: String,
        scope: (condition: String, arguments: [any DatabaseValueConvertible & Sendable])?
    ) -> [ListSegment] {
        let prefixes = Prefixes(search)
        return columns.indices.map { index in
            let earlier = columns[..<index].map { " AND NOT \(prefixes.condition($0))" }.joined()
            let column = columns[index]
            return ListSegment(
                table: table,
                order: .folded(column, key: key),
                condition: prefixes.condition(column) + earlier + (scope.map { " AND \($0.condition)" } ?? ""),
                arguments: (0...index).flatMap { _ in prefixes.arguments } + (scope?.arguments ?? [])
            )
        }
    }
}
