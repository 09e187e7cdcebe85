/// A row of an answer, copied out of libpq's memory; columns are counted from 0.
package struct PostgresRow: Sendable, Hashable {
    private let columns: [[UInt8]?]

    init(_ columns: [[UInt8]?]) {
        self.columns = columns
    }

    package func isNull(_ column: Int) -> Bool { columns[column] == nil }

    /// Of `bigint`, `integer` and `smallint` alike.
    package func integer(_ column: Int) -> Int64? {
        columns[column].map { bytes in
            let isNegative = (bytes.first ?? 0) & 0x80 != 0
            return bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) }
        }
    }

    /// Of `double precision`.
    package func double(_ column: Int) -> Double? {
        integer(column).map { Double(bitPattern: UInt64(bitPattern: $0)) }
    }

    package func text(_ column: Int) -> String? { columns[column].map { String(decoding: $0, as: UTF8.self) } }

    package func bytes(_ column: Int) -> [UInt8]? { columns[column] }
}

/// What a statement came to.
package struct PostgresOutcome: Sendable, Hashable {
    package let rows: [PostgresRow]
    /// Rows that were inserted, changed or deleted, or that were given.
    package let count: Int
}
