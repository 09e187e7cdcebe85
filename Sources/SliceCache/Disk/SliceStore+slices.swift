internal import GRDB

/// The slices of a version.
extension SliceStore {
    /// The complete slices of a version.
    ///
    /// Reads to the end even if the caller's task is cancelled, so that leaving is never taken for a broken index.
    func slices(of number: Int64) async throws -> [Slice] {
        let reading = Task {
            try await database.read { try Self.slices(of: number, in: $0) }
        }
        return try await reading.value
    }

    static func slices(of number: Int64, in database: Database) throws -> [Slice] {
        try SQLRow.fetchAll(
            database,
            sql: "SELECT slice, checksum FROM audioSlice WHERE number = ?",
            arguments: [number]
        )
        .map { Slice(index: $0["slice"], checksum: UInt32(truncatingIfNeeded: $0["checksum"] as Int64)) }
    }

    /// Notes slices whose bytes are in the file; nothing is noted of a version that is gone.
    func note(_ slices: [Slice], of number: Int64) async throws {
        try await write { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO audioSlice (number, slice, checksum)
                    SELECT number, ?, ? FROM audio WHERE number = ?
                    """
            )
            for slice in slices {
                try insert.execute(arguments: [slice.index, Int64(slice.checksum), number])
            }
        }
    }

    /// Forgets a slice whose bytes turned out to be wrong.
    func drop(slice: Int, of number: Int64) async throws {
        try await write { database in
            try database.execute(
                sql: "DELETE FROM audioSlice WHERE number = ? AND slice = ?",
                arguments: [number, slice]
            )
        }
    }
}
