internal import GRDB
internal import Recordings

/// The table of Telephony Servers.
enum TelephonyServerTable {
    private static let columns = "telSysID, description, isDemonstrationSimulator"

    /// Every Telephony Server, in no order.
    static func all(_ db: Database) throws -> [TelephonyServer] {
        try Row.fetchAll(db, sql: "SELECT \(columns) FROM telephonyServer").map(server)
    }

    static func server(_ telSysID: TelSysID, _ db: Database) throws -> TelephonyServer? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM telephonyServer WHERE telSysID = ?")
        return try Row.fetchOne(statement, arguments: [telSysID.rawValue]).map(server)
    }

    /// Telephony Servers, each with how many Partitions it has, in the order of the numbers.
    static func servers(_ numbers: [TelSysID], _ db: Database) throws -> [(server: TelephonyServer, partitions: Int)] {
        let sql = """
            SELECT telSysID, server.description, isDemonstrationSimulator,
                (SELECT count(*) FROM "partition" WHERE telSysID = number.value)
            FROM json_each(?) AS number JOIN telephonyServer AS server ON telSysID = number.value ORDER BY number.key
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: ["\(numbers.map(\.rawValue))"]).map { row in
            (server(row), row[3])
        }
    }

    /// Another for each state of the row; `nil` where there is none.
    static func tag(of telSysID: TelSysID, _ db: Database) throws -> String? {
        try RowTag.tag("telephonyServer", columns, "telSysID", telSysID.rawValue, db)
    }

    private static func server(_ row: Row) -> TelephonyServer {
        TelephonyServer(telSysID: TelSysID(row[0]), description: row[1], isDemonstrationSimulator: row[2])
    }

    /// - Returns: whether there was one.
    static func delete(_ telSysID: TelSysID, _ db: Database) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM telephonyServer WHERE telSysID = ?")
            .execute(arguments: [telSysID.rawValue])
        return db.changesCount > 0
    }

    static func save(_ server: TelephonyServer, _ db: Database) throws {
        let sql = """
            INSERT INTO telephonyServer (telSysID, description, isDemonstrationSimulator) VALUES (?, ?, ?)
            ON CONFLICT (telSysID) DO UPDATE SET description = excluded.description,
                isDemonstrationSimulator = excluded.isDemonstrationSimulator
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            server.telSysID.rawValue, server.description, server.isDemonstrationSimulator,
        ])
    }
}
