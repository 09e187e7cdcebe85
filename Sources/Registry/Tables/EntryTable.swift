internal import Foundation
internal import GRDB
internal import Recordings

/// The table of integration entries; credentials are sealed on the way in and opened on the way out.
struct EntryTable: Sendable {
    private static let columns = """
        callRecIntGUID, revision, callRecIntType, telSysID, partIDInTelSys, description, ipAddrOrHost1, ipAddrOrHost2, \
        authUserID1, authUserID2, apiParameter1, apiParameter2
        """

    let sealer: Sealer

    /// Every entry.
    ///
    /// One that is among those `known` with the same revision is taken from there, since opening its credentials is what costs.
    ///
    /// - Parameters:
    ///   - server: whose entries, those of its Partitions too; `nil` for all.
    ///   - db: to read from.
    ///   - known: see above.
    /// - Returns: the entries, in no order.
    /// - Throws: what the database throws, `sealedValueRefused`.
    func all(
        of server: TelSysID? = nil,
        _ db: Database,
        known: SharedTable<CallRecIntGUID, IntegrationEntry> = [:]
    ) throws -> [IntegrationEntry] {
        let sql = "SELECT \(Self.columns) FROM callRecInt" + (server == nil ? "" : " WHERE telSysID = ?")
        let arguments: StatementArguments = server.map { [$0.rawValue] } ?? []
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in try entry(row, known: known) }
    }

    /// One entry; `known` as above.
    func entry(
        _ guid: CallRecIntGUID,
        _ db: Database,
        known: SharedTable<CallRecIntGUID, IntegrationEntry> = [:]
    ) throws -> IntegrationEntry? {
        let statement = try db.cachedStatement(
            sql: "SELECT \(Self.columns) FROM callRecInt WHERE callRecIntGUID = ?"
        )
        return try Row.fetchOne(statement, arguments: [guid.rawValue]).map { row in try entry(row, known: known) }
    }

    /// The revision of an entry, without its credentials; `nil` where there is none.
    static func revision(of guid: CallRecIntGUID, _ db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(sql: "SELECT revision FROM callRecInt WHERE callRecIntGUID = ?")
        return try Int64.fetchOne(statement, arguments: [guid.rawValue])
    }

    /// The entries that belong to exactly this scope, by description and GUID; `known` as above.
    func page(
        _ scope: Scope,
        offset: Int,
        limit: Int,
        known: SharedTable<CallRecIntGUID, IntegrationEntry>,
        _ db: Database
    ) throws -> [IntegrationEntry] {
        let sql = """
            SELECT \(Self.columns) FROM callRecInt WHERE serverPlace = ? AND partitionPlace = ?
            ORDER BY description, callRecIntGUID LIMIT ? OFFSET ?
            """
        let arguments: StatementArguments = [
            scope.telSysID?.rawValue ?? -1, scope.partIDInTelSys?.rawValue ?? -1, limit, offset,
        ]
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in try entry(row, known: known) }
    }

    /// Another for each state of the row; `nil` where there is none.
    static func tag(of guid: CallRecIntGUID, _ db: Database) throws -> String? {
        try RowTag.tag("callRecInt", columns, "callRecIntGUID", guid.rawValue, db)
    }

    /// What an entry belongs to; `nil` where there is none.
    static func scope(of guid: CallRecIntGUID, _ db: Database) throws -> Scope? {
        let sql = "SELECT telSysID, partIDInTelSys FROM callRecInt WHERE callRecIntGUID = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [guid.rawValue]).map { row in
            Scope(telSysID: row[0], partIDInTelSys: row[1])
        }
    }

    func save(_ entry: IntegrationEntry, _ db: Database) throws {
        let sql = """
            INSERT INTO callRecInt (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (callRecIntGUID) DO UPDATE SET revision = excluded.revision,
                telSysID = excluded.telSysID, partIDInTelSys = excluded.partIDInTelSys,
                description = excluded.description,
                ipAddrOrHost1 = excluded.ipAddrOrHost1, ipAddrOrHost2 = excluded.ipAddrOrHost2,
                authUserID1 = excluded.authUserID1, authUserID2 = excluded.authUserID2,
                apiParameter1 = excluded.apiParameter1, apiParameter2 = excluded.apiParameter2
            """
        let settings = entry.settings
        let guid = entry.callRecIntGUID
        let arguments: StatementArguments = [
            guid.rawValue, entry.revision, entry.callRecIntType.rawValue,
            entry.scope.telSysID?.rawValue, entry.scope.partIDInTelSys?.rawValue, entry.description,
            settings.ipAddrOrHost1, settings.ipAddrOrHost2,
            try sealer.seal(settings.authUserID1, at: place("authUserID1", guid)),
            try sealer.seal(settings.authUserID2, at: place("authUserID2", guid)),
            try sealer.seal(settings.apiParameter1, at: place("apiParameter1", guid)),
            try sealer.seal(settings.apiParameter2, at: place("apiParameter2", guid)),
        ]
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Seals every entry's credentials anew.
    func seal(with next: Sealer, _ db: Database) throws {
        let table = EntryTable(sealer: next)
        for entry in try all(db) { try table.save(entry, db) }
    }

    /// Deletes an entry; users that were assigned it are left without an assignment.
    ///
    /// - Returns: whether there was one.
    static func delete(_ guid: CallRecIntGUID, _ db: Database) throws -> Bool {
        try db.execute(sql: "DELETE FROM callRecInt WHERE callRecIntGUID = ?", arguments: [guid.rawValue])
        return db.changesCount > 0
    }

    private func entry(_ row: Row, known: SharedTable<CallRecIntGUID, IntegrationEntry>) throws -> IntegrationEntry {
        let guid = CallRecIntGUID(row[0])
        if let entry = known[guid], entry.revision == row[1] { return entry }
        let settings = APICommunicationSettings(
            ipAddrOrHost1: row[6],
            ipAddrOrHost2: row[7],
            authUserID1: try sealer.open(row[8], at: place("authUserID1", guid)),
            authUserID2: try sealer.open(row[9], at: place("authUserID2", guid)),
            apiParameter1: try sealer.open(row[10], at: place("apiParameter1", guid)),
            apiParameter2: try sealer.open(row[11], at: place("apiParameter2", guid))
        )
        return IntegrationEntry(
            callRecIntGUID: guid,
            callRecIntType: CallRecIntType(rawValue: row[2]) ?? .dubber,
            scope: Scope(telSysID: row[3], partIDInTelSys: row[4]),
            description: row[5],
            settings: settings,
            revision: row[1]
        )
    }

    private func place(_ column: String, _ guid: CallRecIntGUID) -> SealedPlace {
        SealedPlace(table: "callRecInt", column: column, row: guid.rawValue)
    }
}
