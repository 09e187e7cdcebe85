internal import GRDB
package import Recordings

extension Registry {
    /// Adds or changes an entry; its revision is set by the registry, and the demonstration entry keeps its description and scope.
    ///
    /// - Throws: `scopeUnknown` when the entry's Telephony Server or Partition does not exist; `busy`, `storageFailed`.
    package func saveEntry(_ entry: IntegrationEntry) async throws(RegistryError) {
        try await write { db, contents, revision in
            let saved = try self.save(entry, revision, contents, db)
            return RegistryEdit(savedEntries: [saved])
        }
    }

    /// Writes an entry under a new revision, inside a change.
    func save(
        _ entry: IntegrationEntry,
        _ revision: Int64,
        _ contents: RegistryContents,
        _ db: Database
    ) throws -> IntegrationEntry {
        guard contents.hasComponent(entry.scope) else { throw RegistryError.scopeUnknown(entry.scope) }
        let saved = entry.saved(revision: revision)
        try EntryTable(sealer: sealer).save(saved, db)
        return saved
    }

    /// Deletes an entry; users that were assigned it are left without an assignment.
    ///
    /// - Throws: `entryUnknown` when there is none; `busy`, `storageFailed`.
    package func deleteEntry(_ guid: CallRecIntGUID) async throws(RegistryError) {
        try await write { db, _, _ in
            guard try EntryTable.delete(guid, db) else { throw RegistryError.entryUnknown(guid) }
            return RegistryEdit(deletedEntries: [guid])
        }
    }

    /// The entries that belong to exactly one scope, by description and GUID; an index makes this cheap among any number of entries.
    ///
    /// - Parameters:
    ///   - scope: not the components below it.
    ///   - offset: how many entries to pass over.
    ///   - limit: how many entries to give at most.
    /// - Returns: the page.
    /// - Throws: `busy`, `storageFailed`, `sealedValueRefused`.
    package func entries(
        in scope: Scope,
        offset: Int = 0,
        limit: Int
    ) async throws(RegistryError) -> [IntegrationEntry] {
        let known = snapshot.entries
        do {
            return try await pool.read { db in
                try EntryTable(sealer: self.sealer).page(scope, offset: offset, limit: limit, known: known, db)
            }
        } catch {
            throw failure(error)
        }
    }

    /// What a user's password is verified with: its lower-case hex SHA-256.
    ///
    /// - Returns: `nil` when the user has no password, or there is no such user.
    /// - Throws: `busy`, `storageFailed`, `sealedValueRefused`.
    package func passwordVerifier(of username: String) async throws(RegistryError) -> Secret? {
        let username = snapshot.user(named: username)?.username ?? username
        do {
            return try await pool.read { db in
                try UserTable(sealer: self.sealer).passwordVerifier(of: username, db)
            }
        } catch {
            throw failure(error)
        }
    }
}

extension IntegrationEntry {
    fileprivate func saved(revision: Int64) -> IntegrationEntry {
        guard callRecIntGUID != .demonstrationSimulator else {
            return DemonstrationEntry.entry(settings: settings, revision: revision)
        }
        return with(revision: revision)
    }
}

extension RegistryContents {
    /// Whether the Telephony Server or Partition exists that a user or entry of this scope belongs to.
    fileprivate func hasComponent(_ scope: Scope) -> Bool {
        switch scope {
        case .applicationWide: true
        case .telephonyServer(let server): snapshot.telephonyServers[server] != nil
        case .partition: partitionGUIDs[scope] != nil
        }
    }
}
