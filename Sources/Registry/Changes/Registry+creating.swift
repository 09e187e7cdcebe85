internal import Foundation
internal import GRDB
internal import Recordings

extension Registry {
    /// Whether a file could be imported into a registry that does not exist yet, so that a wrong one makes none: imports it into one that nobody sees.
    ///
    /// - Throws: `importRefused`, as ``importFile(_:progress:)`` does; `storageFailed`.
    package static func checkFirstImport(_ source: ImportSource) throws(RegistryError) {
        do {
            let sealer = Sealer(key: RegistryKey(), keyID: Sealer.firstKeyID)
            // A path of no letters is a file of SQLite's own, which goes with it.
            let trial = try DatabaseQueue(path: "")
            defer { try? trial.close() }
            try RegistrySchema.migrator.migrate(trial)
            try trial.write { db in
                try StateTable(sealer: sealer).create(db)
                try EntryTable(sealer: sealer).save(DemonstrationEntry.initial(revision: 1), db)
                _ = try Self.take(ImportReader(source: source), revision: 1, sealer: sealer, db) { _ in }
            }
        } catch {
            throw RegistryError(error, databasePath: "")
        }
    }
}
