import Foundation
import GRDB

/// Makes the file of a table refuse every row of it for a while, as a full disk would.
enum SimulatedIndexFault {
    static let tables = ["recording", "recordingCoverage", "audio", "audioSlice"]

    /// The file of each table.
    private static let files = [
        "provider.sqlite": ["recording", "recordingCoverage"], "index.sqlite": ["audio", "audioSlice"],
    ]

    /// Refuses rows of one table, or of none any more; a file that is no database is left alone.
    static func set(_ refusing: String?, folder: String) {
        for (file, tables) in files {
            guard let database = try? DatabaseQueue(path: folder + "/" + file) else { continue }
            try? database.write { database in
                for table in tables {
                    try database.execute(sql: "DROP TRIGGER IF EXISTS refusal_\(table)")
                }
                if let refusing, tables.contains(refusing) {
                    try database.execute(
                        sql: """
                            CREATE TRIGGER refusal_\(refusing) BEFORE INSERT ON \(refusing)
                            BEGIN SELECT RAISE(ABORT, 'disk full'); END
                            """
                    )
                }
            }
            try? database.close()
        }
    }
}
