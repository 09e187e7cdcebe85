internal import GRDB
internal import Recordings

/// The table of Partitions.
enum PartitionTable {
    private static let columns = "partitionGUID, telSysID, partIDInTelSys, description"

    /// Every Partition, in no order.
    static func all(_ db: Database) throws -> [Partition] {
        try Row.fetchAll(db, sql: "SELECT \(columns) FROM \"partition\"").map(partition)
    }

    static func partition(_ guid: PartitionGUID, _ db: Database) throws -> Partition? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM \"partition\" WHERE partitionGUID = ?")
        return try Row.fetchOne(statement, arguments: [guid.rawValue]).map(partition)
    }

    /// The Partition at a place; `nil` when there is none, or `scope` is not a Partition's.
    static func partition(at scope: Scope, _ db: Database) throws -> Partition? {
        let sql = "SELECT \(columns) FROM \"partition\" WHERE telSysID = ? AND partIDInTelSys = ?"
        let arguments: StatementArguments = [scope.telSysID?.rawValue, scope.partIDInTelSys?.rawValue]
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments).map(partition)
    }

    /// The first Partitions of each of some Telephony Servers, by number.
    static func first(_ limit: Int, of servers: [TelSysID], _ db: Database) throws -> [TelSysID: [Partition]] {
        let sql = """
            SELECT \(columns) FROM json_each(?) AS number JOIN "partition" ON "partition".rowid IN
                (SELECT rowid FROM "partition" WHERE telSysID = number.value ORDER BY partIDInTelSys LIMIT ?)
            ORDER BY partIDInTelSys
            """
        let arguments: StatementArguments = ["\(servers.map(\.rawValue))", limit]
        let partitions = try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map(partition)
        return Dictionary(grouping: partitions, by: \.telSysID)
    }

    /// Another for each state of the row; `nil` where there is none.
    static func tag(of guid: PartitionGUID, _ db: Database) throws -> String? {
        try RowTag.tag("\"partition\"", columns, "partitionGUID", guid.rawValue, db)
    }

    private static func partition(_ row: Row) -> Partition {
        Partition(
            partitionGUID: PartitionGUID(row[0]),
            telSysID: TelSysID(row[1]),
            partIDInTelSys: PartIDInTelSys(row[2]),
            description: row[3]
        )
    }

    /// - Returns: whether there was one.
    static func delete(_ guid: PartitionGUID, _ db: Database) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM \"partition\" WHERE partitionGUID = ?")
            .execute(arguments: [guid.rawValue])
        return db.changesCount > 0
    }

    static func save(_ partition: Partition, _ db: Database) throws {
        let sql = """
            INSERT INTO "partition" (partitionGUID, telSysID, partIDInTelSys, description) VALUES (?, ?, ?, ?)
            ON CONFLICT (partitionGUID) DO UPDATE SET telSysID = excluded.telSysID,
                partIDInTelSys = excluded.partIDInTelSys, description = excluded.description
            """
        try db.cachedStatement(sql: sql).execute(arguments: [
            partition.partitionGUID.rawValue, partition.telSysID.rawValue, partition.partIDInTelSys.rawValue,
            partition.description,
        ])
    }
}
