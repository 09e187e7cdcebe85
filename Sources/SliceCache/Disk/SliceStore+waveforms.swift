internal import Foundation
internal import GRDB

/// What was made of a version's audio: it goes when the version goes.
extension SliceStore {
    static func addWaveforms(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("audio 2: waveforms") { database in
            try database.execute(
                sql: """
                    CREATE TABLE audioWaveform (
                        number INTEGER PRIMARY KEY REFERENCES audio (number) ON DELETE CASCADE,
                        waveform BLOB NOT NULL
                    ) STRICT;
                    """
            )
        }
    }

    /// What was kept beside a version; `nil` when nothing was.
    ///
    /// Reads to the end even if the caller's task is cancelled, so that leaving is never taken for a broken index.
    func waveform(of number: Int64) async throws -> [UInt8]? {
        let reading = Task {
            try await database.read { database in
                try Data.fetchOne(
                    database,
                    sql: "SELECT waveform FROM audioWaveform WHERE number = ?",
                    arguments: [number]
                )
                .map { Array($0) }
            }
        }
        return try await reading.value
    }

    /// Keeps something beside a version; nothing is kept of a version that is gone.
    func keep(waveform: [UInt8], of number: Int64) async throws {
        try await write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO audioWaveform (number, waveform)
                    SELECT number, ? FROM audio WHERE number = ?
                    """,
                arguments: [Data(waveform), number]
            )
        }
    }
}
