internal import Foundation
internal import GRDB
package import Recordings

/// An object of the registry as it is stored, with what tells this state of it from any other.
package struct StoredObject: Sendable {
    package let object: RegistryObject
    /// Another after each change, of a credential or password too, of which it tells nothing.
    package let tag: String
    /// What the entry belongs to that a user is assigned; `nil` without one.
    package let assignedScope: Scope?
    /// Of a user.
    let sealedPassword: Data?

    /// Whether a user has a password.
    package var hasPassword: Bool { sealedPassword != nil }

    /// Reads an object.
    ///
    /// - Parameters:
    ///   - key: of the object; a user's in whatever spelling.
    ///   - db: to read from, in one transaction.
    ///   - sealer: of an entry's credentials.
    /// - Returns: `nil` where there is none.
    /// - Throws: what the database throws, `sealedValueRefused`.
    static func read(_ key: ObjectKey, _ db: Database, sealer: Sealer) throws -> StoredObject? {
        switch key {
        case .telephonyServer(let telSysID):
            let server = try TelephonyServerTable.server(telSysID, db)
            return StoredObject(server.map { .telephonyServer($0) }, try TelephonyServerTable.tag(of: telSysID, db))
        case .partition(let guid):
            let partition = try PartitionTable.partition(guid, db)
            return StoredObject(partition.map { .partition($0) }, try PartitionTable.tag(of: guid, db))
        case .entry(let guid):
            let entry = try EntryTable(sealer: sealer).entry(guid, db)
            return StoredObject(entry.map { .entry($0) }, try EntryTable.tag(of: guid, db))
        case .user(let name):
            guard let user = try UserTable.user(spelled: name, db) else { return nil }
            return StoredObject(
                .user(user),
                try UserTable.tag(of: user.username, db),
                assignedScope: try user.recordingPlayback.flatMap { try EntryTable.scope(of: $0, db) },
                sealedPassword: try UserTable.sealedPassword(of: user.username, db)
            )
        }
    }

    private init?(_ object: RegistryObject?, _ tag: String?, assignedScope: Scope? = nil, sealedPassword: Data? = nil) {
        guard let object, let tag else { return nil }
        self.object = object
        self.tag = tag
        self.assignedScope = assignedScope
        self.sealedPassword = sealedPassword
    }
}
