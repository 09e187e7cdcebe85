package import Foundation
internal import GRDB

extension Registry {
    /// The newest audit rows first.
    ///
    /// - Parameters:
    ///   - since: rows from this time on; `nil` for any time.
    ///   - limit: how many rows to give at most.
    /// - Returns: the rows that there are.
    /// - Throws: `busy`, `storageFailed`.
    package func auditRows(since: Date? = nil, limit: Int) async throws(RegistryError) -> [AuditRow] {
        do {
            return try await pool.read { db in try AuditTable.newest(since: since, limit: limit, db) }
        } catch {
            throw failure(error)
        }
    }
}
