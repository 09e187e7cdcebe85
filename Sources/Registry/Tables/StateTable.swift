internal import Foundation
internal import GRDB
internal import Recordings

/// The one row that tells how often the registry was changed, and which key its values are sealed with.
struct StateTable: Sendable {
    private static let keyCheckPlace = SealedPlace(table: "registryState", column: "keyCheck", row: "1")

    let sealer: Sealer

    /// Makes the row, sealed with the key at hand, if there is none.
    func create(_ db: Database) throws {
        guard try Self.keyCheck(db) == nil else { return }
        let keyCheck = try sealer.seal(Secret("registry"), at: Self.keyCheckPlace)
        try db.execute(
            sql: "INSERT INTO registryState (id, generation, keyCheck) VALUES (1, 0, ?)",
            arguments: [keyCheck]
        )
    }

    /// Whether the key at hand is the one that the database's values are sealed with.
    func fits(_ keyCheck: Data) -> Bool {
        (try? sealer.open(keyCheck, at: Self.keyCheckPlace)) != nil
    }

    /// A value sealed with the database's key; `nil` before the first start is complete.
    static func keyCheck(_ db: Database) throws -> Data? {
        guard try db.tableExists("registryState") else { return nil }
        return try Data.fetchOne(db, sql: "SELECT keyCheck FROM registryState")
    }

    /// Seals the value that tells the key, with the key at hand.
    func sealKeyCheck(_ db: Database) throws {
        let keyCheck = try sealer.seal(Secret("registry"), at: Self.keyCheckPlace)
        try db.execute(sql: "UPDATE registryState SET keyCheck = ?", arguments: [keyCheck])
    }

    static func generation(_ db: Database) throws -> UInt64 {
        UInt64(try Int64.fetchOne(db, sql: "SELECT generation FROM registryState") ?? 0)
    }

    static func setGeneration(_ generation: UInt64, _ db: Database) throws {
        try db.execute(sql: "UPDATE registryState SET generation = ?", arguments: [Int64(generation)])
    }
}
