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

    /// How much belongs to the component, in words; `nil` when nothing does.
    func use(_ db: Database) throws -> String? {
        let condition = "telSysID = ?1 AND (?2 IS NULL OR partIDInTelSys = ?2)"
        let arguments: StatementArguments = [telSysID?.rawValue, partIDInTelSys?.rawValue, Self.maximumCounted + 1]
        var kinds = [("integration entry", "integration entries", "callRecInt"), ("user", "users", "reportingUser")]
        if partIDInTelSys == nil { kinds.insert(("Partition", "Partitions", "\"partition\""), at: 0) }
        let parts = try kinds.compactMap { one, many, table -> String? in
            let sql = "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE \(condition) LIMIT ?3)"
            let count = try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
            guard count <= Self.maximumCounted else { return "more than \(Self.maximumCounted) \(many)" }
            return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
        }
        guard let last = parts.last else { return nil }
        return parts.count == 1 ? last : parts.dropLast().joined(separator: ", ") + " and " + last
    }

    private static let maximumCounted = 10_000

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
