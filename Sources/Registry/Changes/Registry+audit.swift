package import Foundation
internal import GRDB

extension Registry {
    /// A page of audit rows, the newest first.
    ///
    /// - Throws: `busy`, `storageFailed`.
    package func auditRows(_ query: AuditRowQuery) async throws(RegistryError) -> AuditRowPage {
        do {
            return try await pool.read { db in try AuditTable.page(query, db) }
        } catch {
            throw failure(error)
        }
    }

    /// The newest audit rows first.
    ///
    /// - Parameters:
    ///   - since: rows from this time on; `nil` for any time.
    ///   - limit: how many rows to give at most.
    /// - Returns: the rows that there are.
    /// - Throws: `busy`, `storageFailed`.
    package func auditRows(since: Date? = nil, limit: Int) async throws(RegistryError) -> [AuditRow] {
        var query = AuditRowQuery()
        query.since = since
        query.limit = limit
        return try await auditRows(query).rows
    }

    /// Notes what became of a key that is kept beside the registry, and tells every process that has the registry open to look at the keys again.
    ///
    /// - Parameters:
    ///   - action: what was done.
    ///   - subject: the key's id, never the key.
    ///   - author: who did it.
    /// - Throws: `busy`, `storageFailed`.
    package func noteKey(
        _ action: AuditAction,
        _ subject: String,
        by author: AuditAuthor
    ) async throws(RegistryError) {
        try await write(isAnnounced: true) { db, _ in
            try AuditTable.insert(action, subject, properties: [], by: author, db)
        }
    }

    /// When keys began to be used, as far as the audit has it.
    ///
    /// - Parameter signing: the ids of keys of audio URLs.
    /// - Returns: since when each of them signs, by its id; and since when values are sealed with the present key.
    /// - Throws: `busy`, `storageFailed`.
    package func keyTimes(
        signing: [String]
    ) async throws(RegistryError) -> (signing: [String: Date], sealing: Date?) {
        let sealing = "\(sealingKeyNumber)"
        do {
            return try await pool.read { db in
                var times: [String: Date] = [:]
                for keyID in signing {
                    times[keyID] = try AuditTable.lastTime(of: [.addSigningKey, .rotateSigningKey], keyID, db)
                }
                return (times, try AuditTable.lastTime(of: [.rotateSealingKey], sealing, db))
            }
        } catch {
            throw failure(error)
        }
    }
}
