internal import Foundation
internal import GRDB
internal import Storage

/// The steps from a data directory to a database that is known to be sound, ours, and sealed with the key at hand.
///
/// Nothing is written before the existing database passed every check, so that a damaged one can still be rescued.
struct RegistryOpening {
    /// How long a write waits for another process's write.
    static let busyTimeoutSeconds: TimeInterval = 15
    static let maximumReaders = 4

    /// A file of this size is checked in a moment, whoever opens it.
    static let alwaysCheckedBytes: Int64 = 16 * 1024 * 1024

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
        let sealer = try keys.sealer(for: files.hasDatabase ? try inspect() : nil)
        try keys.keepPrivate()
        try files.keepDatabasePrivate(files.database)
        do {
            let pool = try DatabasePool(path: files.database, configuration: configuration)
            try RegistrySchema.migrator.migrate(pool)
            try pool.write { db in
                try StateTable(sealer: sealer).create(db)
            }
            return (pool, sealer)
        } catch {
            throw RegistryError(error, databasePath: files.database)
        }
    }

    /// Checks an existing database without writing to it.
    ///
    /// - Returns: what the key must open; `nil` when an earlier first start was cut short.
    private func inspect() throws(RegistryError) -> Data? {
        do {
            var configuration = configuration
            configuration.readonly = true
            let queue = try DatabaseQueue(path: files.database, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read(inspect)
        } catch {
            throw RegistryError(error, databasePath: files.database)
        }
    }

    private func inspect(_ db: Database) throws -> Data? {
        // With a write-ahead log SQLite may never look at the first page, and would write over the damage.
        guard DatabaseFile.hasHeader(db) else {
            throw RegistryError.damaged(path: files.database, problem: "the file is not a database")
        }
        if try checksLargeFile || bytes(db) <= Self.alwaysCheckedBytes {
            let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(1)")
            guard findings == ["ok"] else {
                throw RegistryError.damaged(path: files.database, problem: findings.first ?? "its check says nothing")
            }
        }
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0 else { return nil }
        guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == RegistrySchema.applicationID else {
            throw RegistryError.damaged(path: files.database, problem: "it is another program's database")
        }
        guard try !RegistrySchema.migrator.hasBeenSuperseded(db) else {
            throw RegistryError.newerSchema(path: files.database)
        }
        return try StateTable.keyCheck(db)
    }

    private func bytes(_ db: Database) throws -> Int64 {
        let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        return try Int64.fetchOne(db, sql: sql) ?? 0
    }

    private var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "registry"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Self.busyTimeoutSeconds)
        configuration.maximumReaderCount = Self.maximumReaders
        return configuration
    }
}
