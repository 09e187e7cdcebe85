internal import GRDB
internal import Recordings

/// The table of Telephony Servers.
enum TelephonyServerTable {
    static func all(_ db: Database) throws -> [TelSysID: TelephonyServer] {
        var servers: [TelSysID: TelephonyServer] = [:]
        let sql = "SELECT telSysID, description, isDemonstrationSimulator FROM telephonyServer"
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            let server = TelephonyServer(
                telSysID: TelSysID(row[0]),
                description: row[1],
                isDemonstrationSimulator: row[2]
            )
            servers[server.telSysID] = server
        }
        return servers
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
