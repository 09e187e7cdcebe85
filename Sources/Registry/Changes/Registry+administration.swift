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
        try await write { db, contents, revision in
            let guid = entry.callRecIntGUID
            guard contents.snapshot.entries[guid] == nil else { throw RegistryError.entryExists(guid) }
            let saved = try self.save(entry, revision, contents, db)
            try AuditTable.insert(.addEntry, guid.rawValue, properties: properties, by: author, db)
            return RegistryEdit(savedEntries: [saved])
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
        try await write { db, contents, revision in
            try contents.expect(entry)
            let saved = try self.save(entry, revision, contents, db)
            try AuditTable.insert(
                .changeEntry,
                entry.callRecIntGUID.rawValue,
                properties: properties,
                by: author,
                db
            )
            return RegistryEdit(savedEntries: [saved])
        }
    }

    /// Deletes an entry, unless it is no longer the one that was looked at; users assigned it are left without an assignment.
    ///
    /// - Parameters:
    ///   - entry: with the revision that it had when it was decided to delete it.
    ///   - author: for the audit.
    /// - Throws: `entryUnknown` when it is gone, `entryChanged` when it has another revision by now, `busy`, `storageFailed`.
    package func deleteEntry(_ entry: IntegrationEntry, by author: AuditAuthor) async throws(RegistryError) {
        try await write { db, contents, _ in
            try contents.expect(entry)
            let guid = entry.callRecIntGUID
            guard try EntryTable.delete(guid, db) else { throw RegistryError.entryUnknown(guid) }
            try AuditTable.insert(.deleteEntry, guid.rawValue, properties: [], by: author, db)
            return RegistryEdit(deletedEntries: [guid])
        }
    }
}

extension RegistryContents {
    /// Sees to it that an entry is still as it was when somebody decided about it.
    fileprivate func expect(_ entry: IntegrationEntry) throws(RegistryError) {
        guard let current = snapshot.entries[entry.callRecIntGUID] else {
            throw .entryUnknown(entry.callRecIntGUID)
        }
        guard current.revision == entry.revision else { throw .entryChanged(entry.callRecIntGUID) }
    }
}
