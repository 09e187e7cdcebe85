internal import Foundation
internal import GRDB

extension Registry {
    /// The database's name in the data directory.
    package static let fileName = "registry.sqlite"

    /// Copies the database while it is in use, as it was at one moment, and checks the copy.
    ///
    /// - Parameter path: a file that does not exist yet; made for the owner alone.
    /// - Throws: `storageFailed`, `busy`, or `damaged` when the copy does not pass its check.
    package func backUp(to path: String) throws(RegistryError) {
        try files.keepDatabasePrivate(path)
        do {
            let copy = try DatabaseQueue(path: path)
            defer { try? copy.close() }
            try pool.backup(to: copy)
            let findings = try copy.read { try String.fetchAll($0, sql: "PRAGMA integrity_check(1)") }
            guard findings == ["ok"] else {
                throw RegistryError.damaged(path: path, problem: findings.first ?? "its check says nothing")
            }
        } catch {
            throw RegistryError(error, databasePath: path)
        }
    }
}
