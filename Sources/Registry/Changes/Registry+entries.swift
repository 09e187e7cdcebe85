internal import GRDB
package import Recordings

extension Registry {
    /// Adds or changes an entry; its revision is set by the registry, and the demonstration entry keeps its description and scope.
    ///
    /// - Throws: `scopeUnknown` when the entry's Telephony Server or Partition does not exist; `busy`, `storageFailed`.
    package func saveEntry(_ entry: IntegrationEntry) async throws(RegistryError) {
        try await write { db, revision in try self.save(entry, revision, db) }
    }

    /// Writes an entry under a new revision, inside a change.
    ///
    /// - Throws: `scopeUnknown`.
    func save(_ entry: IntegrationEntry, _ revision: Int64, _ db: Database) throws {
        guard try entry.scope.exists(db) else { throw RegistryError.scopeUnknown(entry.scope) }
        try EntryTable(sealer: sealer).save(entry.saved(revision: revision), db)
    }

    /// Deletes an entry; users that were assigned it are left without an assignment.
    ///
    /// - Throws: `entryUnknown` when there is none; `busy`, `storageFailed`.
    package func deleteEntry(_ guid: CallRecIntGUID) async throws(RegistryError) {
        try await write { db, _ in try self.delete(guid, db) }
    }

    /// Deletes an entry, inside a change.
    ///
    /// - Throws: `entryUnknown`.
    func delete(_ guid: CallRecIntGUID, _ db: Database) throws {
        let limit = Int64(ChangeTable.maximumOfOneChange)
        if try UserTable.count(assigned: guid, upTo: limit, db) == limit { try ChangeTable.changeEverything(db) }
        guard try EntryTable.delete(guid, db) else { throw RegistryError.entryUnknown(guid) }
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
