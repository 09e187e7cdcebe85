import Foundation
import GRDB

/// Makes `index.sqlite` refuse every row of a table for a while, as a full disk would.
enum SimulatedIndexFault {
    static let tables = ["recording", "recordingCoverage", "audio", "audioSlice"]

    /// Refuses rows of one table, or of none any more; a file that is no database is left alone.
    static func set(_ refusing: String?, folder: String) {
        guard let database = try? DatabaseQueue(path: folder + "/index.sqlite") else { return }
        try? database.write { database in
            for table in tables {
                try database.execute(sql: "DROP TRIGGER IF EXISTS refusal_\(table)")
            }
            if let refusing {
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
