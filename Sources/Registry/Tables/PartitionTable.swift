internal import GRDB
internal import Recordings

/// The table of Partitions.
enum PartitionTable {
    static func all(_ db: Database) throws -> [PartitionGUID: Partition] {
        var partitions: [PartitionGUID: Partition] = [:]
        let sql = "SELECT partitionGUID, telSysID, partIDInTelSys, description FROM \"partition\""
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            let partition = Partition(
                partitionGUID: PartitionGUID(row[0]),
                telSysID: TelSysID(row[1]),
                partIDInTelSys: PartIDInTelSys(row[2]),
                description: row[3]
            )
            partitions[partition.partitionGUID] = partition
        }
        return partitions
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
