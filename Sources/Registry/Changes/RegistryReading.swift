internal import GRDB
package import Recordings

/// How much of a registry is held in memory.
package enum RegistryReading: Sendable {
    /// What decisions about any user need; a service's.
    case everything
    /// What a command is about, and no more: such users with the entries that they are assigned, such Telephony Servers, and all entries of others.
    case part(users: [String] = [], servers: [TelSysID] = [], entriesOf: [TelSysID] = [])

    package static let nothing = RegistryReading.part()

    /// Reads from the database.
    ///
    /// - Parameters:
    ///   - db: to read from, in one transaction.
    ///   - sealer: of the credentials.
    ///   - known: entries of the same revision are taken from there.
    /// - Returns: everything that is to be held.
    /// - Throws: what the database throws, `sealedValueRefused`.
    func contents(_ db: Database, sealer: Sealer, known: RegistryContents) throws -> RegistryContents {
        var draft = ContentsDraft()
        let table = EntryTable(sealer: sealer)
        switch self {
        case .everything:
            for server in try TelephonyServerTable.all(db) { draft.servers[server.telSysID] = server }
            for partition in try PartitionTable.all(db) { draft.save(partition) }
            for entry in try table.all(db, known: known.snapshot.entries) { draft.save(entry) }
            try draft.fill { take in try UserTable.all(db, take) }
        case .part(let names, let servers, let others):
            for server in try servers.compactMap({ try TelephonyServerTable.server($0, db) }) {
                draft.servers[server.telSysID] = server
            }
            for server in others {
                for entry in try table.all(of: server, db) { draft.save(entry) }
            }
            for user in try names.compactMap({ try UserTable.user(spelled: $0, db) }) {
                if let entry = try user.recordingPlayback.flatMap({ try table.entry($0, db) }) { draft.save(entry) }
                draft.save(user)
            }
            if let entry = try table.entry(.demonstrationSimulator, db) { draft.save(entry) }
        }
        return draft.contents(
            generation: try StateTable.generation(db),
            position: try ChangeTable.position(db),
            tokens: try TokenTable.accepted(db)
        )
    }
}

extension RegistryEdit {
    /// What became of the objects that were changed, as they are in the database now.
    init(_ changes: ChangeTable.Changes, _ db: Database, sealer: Sealer) throws {
        for telSysID in changes.telephonyServers {
            let server = try TelephonyServerTable.server(telSysID, db)
            if let server { savedServers.append(server) } else { deletedServers.insert(telSysID) }
        }
        for guid in changes.partitions {
            let partition = try PartitionTable.partition(guid, db)
            if let partition { savedPartitions.append(partition) } else { deletedPartitions.insert(guid) }
        }
        for guid in changes.entries {
            let entry = try EntryTable(sealer: sealer).entry(guid, db)
            if let entry { savedEntries.append(entry) } else { deletedEntries.insert(guid) }
        }
        for bytes in changes.users {
            let name = String(decoding: bytes, as: UTF8.self)
            let user = try UserTable.user(name, db)
            if let user { savedUsers.append(user) } else { deletedUsers.append(name) }
        }
        tokens = changes.hasTokens ? try TokenTable.accepted(db) : nil
    }
}
