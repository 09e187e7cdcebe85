internal import GRDB
internal import Recordings

extension Scope {
    /// Whether there is the Telephony Server or Partition that a user or entry of this scope belongs to.
    func exists(_ db: Database) throws -> Bool {
        switch self {
        case .applicationWide: true
        case .telephonyServer(let server): try TelephonyServerTable.server(server, db) != nil
        case .partition: try PartitionTable.partition(at: self, db) != nil
        }
    }

    /// Something that belongs to the component, in words; `nil` when nothing does.
    func firstUse(_ db: Database) throws -> String? {
        let condition = "telSysID = ? AND (partIDInTelSys IS ?2 OR ?2 IS NULL)"
        let arguments: StatementArguments = [telSysID?.rawValue, partIDInTelSys?.rawValue]
        if partIDInTelSys == nil,
            let guid = try String.fetchOne(
                db,
                sql: "SELECT partitionGUID FROM \"partition\" WHERE telSysID = ?",
                arguments: [telSysID?.rawValue]
            )
        {
            return "the Partition \(guid)"
        }
        let entry = "SELECT callRecIntGUID FROM callRecInt WHERE \(condition) LIMIT 1"
        if let guid = try String.fetchOne(db, sql: entry, arguments: arguments) {
            return "the integration entry \(guid)"
        }
        let user = "SELECT username FROM reportingUser WHERE \(condition) LIMIT 1"
        return try String.fetchOne(db, sql: user, arguments: arguments).map { "the user \"\($0)\"" }
    }
}
