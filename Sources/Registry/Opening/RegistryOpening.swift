internal import Foundation
internal import GRDB
internal import Storage

/// The steps from a data directory to a database that is known to be sound, ours, and sealed with the key at hand.
///
/// Nothing is written before the existing database passed every check, so that a damaged one can still be rescued.
struct RegistryOpening {
    private static let maximumReaders = 4

    let files: RegistryFiles
    let source: RegistryKeySource
    /// Whether a file that takes long to be checked is checked too: by a service, not by each command beside it.
    var checksLargeFile = true

    /// - Throws: the cases of `RegistryError` from `directoryNotUsable` to `storageFailed`.
    func open() throws(RegistryError) -> (pool: DatabasePool, sealer: Sealer) {
        try files.prepareDirectory()
        // Held while opening: two processes that start together must not both make a key and create the schema.
        let lock = try files.lock(files.directory, .alone)
        defer { withExtendedLifetime(lock) {} }
        let keys = RegistryKeys(source, files: files)
        let sealer = try keys.sealer(for: try keyCheck())
        try keys.keepPrivate()
        do {
            let pool = try kept.open(RegistrySchema.migrator)
            try pool.write { db in
                try StateTable(sealer: sealer).create(db)
            }
            return (pool, sealer)
        } catch {
            throw RegistryError(error, databasePath: files.database)
        }
    }

    private var kept: KeptDatabase {
        KeptDatabase(
            files.database,
            label: "registry",
            applicationID: RegistrySchema.applicationID,
            maximumReaders: Self.maximumReaders
        )
    }

    /// Checks an existing database without writing to it.
    ///
    /// - Returns: what the key must open; `nil` where there is none, or an earlier first start was cut short.
    private func keyCheck() throws(RegistryError) -> Data? {
        do {
            let found = try kept.look(RegistrySchema.migrator, checksLargeFile: checksLargeFile) {
                try StateTable.keyCheck($0)
            }
            return found ?? nil
        } catch {
            throw RegistryError(error, databasePath: files.database)
        }
    }
}
