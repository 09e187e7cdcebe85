internal import GRDB
internal import Recordings

/// What was changed in the registry, in the order of the changes: which kind of object, and its key.
///
/// ``ChangeTriggers`` write it. The newest ``maximumRows`` are kept: who has not looked for longer reads everything anew.
enum ChangeTable {
    /// Beyond these, the oldest rows go.
    static let maximumRows: Int64 = 20_000
    /// A transaction that changes more objects than these says so in one row, and whoever has the registry in memory reads everything anew.
    static let maximumOfOneChange = 5_000

    enum Kind: String, CaseIterable {
        case telephonyServer
        case partition
        case entry
        case user
        case token
        /// Too much to be told one by one.
        case everything

        var table: String {
            switch self {
            case .telephonyServer: "telephonyServer"
            case .partition: "partition"
            case .entry: "callRecInt"
            case .user: "reportingUser"
            case .token: "apiToken"
            case .everything: ""
            }
        }

        /// The column that names a row.
        var key: String {
            switch self {
            case .telephonyServer: "telSysID"
            case .partition: "partitionGUID"
            case .entry: "callRecIntGUID"
            case .user: "username"
            case .token: "name"
            case .everything: ""
            }
        }
    }

    /// What changed, each object once.
    struct Changes {
        var telephonyServers: Set<TelSysID> = []
        var partitions: Set<PartitionGUID> = []
        var entries: Set<CallRecIntGUID> = []
        /// By their bytes: another spelling of a name is another row.
        var users: Set<[UInt8]> = []
        var hasTokens = false
    }

    /// The number of the last row that was ever written; rows are numbered without gaps.
    static func position(_ db: Database) throws -> Int64 {
        let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'registryChange'"
        return try Int64.fetchOne(db.cachedStatement(sql: sql)) ?? 0
    }

    /// What changed since a position.
    ///
    /// - Returns: `nil` when it cannot be told, since rows are gone, or was too much.
    static func changes(after position: Int64, upTo last: Int64, _ db: Database) throws -> Changes? {
        guard last >= position, last - position <= maximumRows else { return nil }
        var changes = Changes()
        var count: Int64 = 0
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT kind, key FROM registryChange WHERE id > ? AND id <= ?"),
            arguments: [position, last]
        )
        while let row = try rows.next() {
            count += 1
            let key: String = row[1]
            switch Kind(rawValue: row[0]) {
            case .telephonyServer?:
                guard let number = Int32(key) else { return nil }
                changes.telephonyServers.insert(TelSysID(number))
            case .partition?: changes.partitions.insert(PartitionGUID(key))
            case .entry?: changes.entries.insert(CallRecIntGUID(key))
            case .user?: changes.users.insert(Array(key.utf8))
            case .token?: changes.hasTokens = true
            case .everything?, nil: return nil
            }
        }
        return count == last - position ? changes : nil
    }

    /// From here to the end of the transaction nothing is written down row by row, but that everything may have changed.
    static func changeEverything(_ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO registryChange (kind, key) VALUES (?, '')",
            arguments: [Kind.everything.rawValue]
        )
        try db.execute(sql: "UPDATE registryState SET isQuiet = 1")
    }

    /// Ends what ``changeEverything(_:)`` began, if it did, and lets go of the oldest rows; to be called at the end of each transaction.
    static func endChange(at last: Int64, _ db: Database) throws {
        try db.cachedStatement(sql: "UPDATE registryState SET isQuiet = 0 WHERE isQuiet = 1").execute()
        try db.cachedStatement(sql: "DELETE FROM registryChange WHERE id <= ?").execute(arguments: [last - maximumRows])
    }
}
