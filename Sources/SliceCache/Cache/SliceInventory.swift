internal import Foundation
internal import GRDB
internal import Storage

/// What is in a cache that another process may have open: read from the index's rows, and nothing is written, opened or tidied.
package struct SliceInventory: Sendable {
    /// `nil` where there is no index yet.
    private let database: DatabaseQueue?

    /// Reads the cache in `folder`.
    ///
    /// - Throws: when there is an index, and it cannot be read.
    package init(folder: String) throws {
        let path = folder + "/" + SliceStore.fileName
        guard FileManager.default.fileExists(atPath: path) else {
            database = nil
            return
        }
        database = try DatabaseQueue(path: path, configuration: RebuildableDatabase.readingConfiguration)
    }

    package func close() {
        try? database?.close()
    }

    /// How much of everything is here.
    package func totals() throws -> (recordings: Int, storedBytes: Int64) {
        let rows = try read { try SliceStore.rows(in: $0) } ?? []
        return (rows.count, rows.reduce(0) { $0 + $1.storedBytes })
    }

    /// How much of a recording is here; `nil` when nothing is, or the index cannot be read.
    package func standing(of key: RecordingKey) -> SliceCache.Standing? {
        guard let row = row(of: key) else { return nil }
        return SliceCache.Standing(
            sizeBytes: row.validator.sizeBytes,
            cachedBytes: row.storedBytes,
            contentType: row.validator.contentType
        )
    }

    /// Which bytes are here of a recording; `nil` when nothing is, or the index cannot be read.
    package func filling(of key: RecordingKey, maximumRanges: Int) -> SliceCache.Filling? {
        guard let row = row(of: key),
            let slices = try? read({ try SliceStore.slices(of: row.number, in: $0) })
        else { return nil }
        return SliceCache.Filling(SliceMap(of: row, stored: slices), maximumRanges: maximumRanges)
    }

    private func row(of key: RecordingKey) -> SliceStore.Row? {
        let now = Int64(Date().timeIntervalSince1970)
        guard let row = try? read({ try SliceStore.rows(of: key, in: $0).first }) else { return nil }
        return row.flatMap { row in row.expiresAt.map { $0 <= now } ?? false ? nil : row }
    }

    /// - Returns: `nil` where the index has no such tables yet.
    private func read<Value>(_ body: (Database) throws -> Value) throws -> Value? {
        try database?.read { database in
            guard try database.tableExists("audio"), try database.tableExists("audioSlice") else { return nil }
            return try body(database)
        }
    }
}
