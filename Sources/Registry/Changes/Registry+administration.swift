internal import GRDB
package import Recordings

/// Changes that a person makes, each in one transaction with the audit row that tells of it.
extension Registry {
    /// Adds an entry; its revision is set by the registry.
    ///
    /// - Parameters:
    ///   - entry: with a GUID that was never used.
    ///   - properties: the names of what was set, for the audit.
    ///   - author: for the audit.
    /// - Throws: `entryExists`, `scopeUnknown`, `busy`, `storageFailed`.
    package func addEntry(
        _ entry: IntegrationEntry,
        properties: [String],
        by author: AuditAuthor
    ) async throws(RegistryError) {
        try await write { db, revision in
            let guid = entry.callRecIntGUID
            guard try EntryTable.revision(of: guid, db) == nil else { throw RegistryError.entryExists(guid) }
            try self.save(entry, revision, db)
            try AuditTable.insert(.addEntry, guid.rawValue, properties: properties, by: author, db)
        }
    }

    /// Changes an entry, unless it is no longer the one that the change was made from.
    ///
    /// The demonstration entry keeps its description and scope.
    ///
    /// - Parameters:
    ///   - entry: as it shall be, with the revision of the entry as it was.
    ///   - properties: the names of what is different, for the audit.
    ///   - author: for the audit.
    /// - Throws: `entryUnknown` when it is gone, `entryChanged` when it has another revision by now, `scopeUnknown`, `busy`,
    ///   `storageFailed`.
    package func changeEntry(
        _ entry: IntegrationEntry,
        properties: [String],
        by author: AuditAuthor
    ) async throws(RegistryError) {
        try await write { db, revision in
            try entry.expect(db)
            try self.save(entry, revision, db)
            try AuditTable.insert(
                .changeEntry,
                entry.callRecIntGUID.rawValue,
                properties: properties,
                by: author,
                db
            )
        }
    }

    /// Deletes an entry, unless it is no longer the one that was looked at; users assigned it are left without an assignment.
    ///
    /// - Parameters:
    ///   - entry: with the revision that it had when it was decided to delete it.
    ///   - author: for the audit.
    /// - Throws: `entryUnknown` when it is gone, `entryChanged` when it has another revision by now, `busy`, `storageFailed`.
    package func deleteEntry(_ entry: IntegrationEntry, by author: AuditAuthor) async throws(RegistryError) {
        try await write { db, _ in
            try entry.expect(db)
            try self.delete(entry.callRecIntGUID, db)
            try AuditTable.insert(.deleteEntry, entry.callRecIntGUID.rawValue, properties: [], by: author, db)
        }
    }
}

extension IntegrationEntry {
    /// Sees to it that the entry is still as it was when somebody decided about it.
    fileprivate func expect(_ db: Database) throws {
        guard let current = try EntryTable.revision(of: callRecIntGUID, db) else {
            throw RegistryError.entryUnknown(callRecIntGUID)
        }
        guard current == revision else { throw RegistryError.entryChanged(callRecIntGUID) }
    }
}
