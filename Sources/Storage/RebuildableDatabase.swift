internal import Foundation
package import GRDB

/// A database of what can be fetched or learned again: a file that is damaged is removed, and begun anew.
package enum RebuildableDatabase {
    /// How long another process's write, or its recovery of the file, is waited for.
    private static let busySeconds: TimeInterval = 5

    /// To open a file with.
    package static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        // Written beside those who wait for answers, who go first.
        configuration.qos = .utility
        // What a loss of power takes can be had again.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        return configuration
    }

    /// To read a file with, beside a process that has it open.
    package static var readingConfiguration: Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busySeconds)
        return configuration
    }

    /// Opens a file, checks the whole of it, and makes its tables where they are missing.
    ///
    /// - Parameters:
    ///   - path: the file's.
    ///   - migrator: makes the tables.
    ///   - whenDamaged: told of what is wrong before a damaged file is removed.
    ///   - open: opens the file.
    ///   - use: makes what is wanted of the open file; what it finds damaged counts as well.
    /// - Returns: what was made, and whether the file was begun: there was none, or a damaged one.
    /// - Throws: what SQLite says when the file is busy, forbidden, or on a full or failing disk.
    package static func open<Writer: DatabaseWriter, Product>(
        _ path: String,
        migrator: DatabaseMigrator,
        whenDamaged: (DatabaseError) -> Void,
        by open: (String) throws -> Writer,
        use: (Writer) throws -> Product
    ) throws -> (product: Product, isNew: Bool) {
        func product() throws -> Product {
            let database = try open(path)
            try database.read { database in
                if DatabaseFile.sizeBytes(path) > 0 { try DatabaseFile.checkHeader(database) }
                try DatabaseFile.check(database)
            }
            try migrator.migrate(database)
            return try use(database)
        }
        let isNew = !FileManager.default.fileExists(atPath: path)
        do {
            return (try product(), isNew)
        } catch let error as DatabaseError where isDamage(error) {
            whenDamaged(error)
            DatabaseFile.remove(path)
            return (try product(), true)
        }
    }

    /// Closes a database, all of it in one file.
    package static func close(_ database: any DatabaseWriter) {
        // Closing leaves the write-ahead log behind, since the last connection to close is one that only reads.
        _ = try? database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try? database.close()
    }

    /// Whether a failure means that the file itself is wrong, rather than busy, forbidden or on a full disk.
    package static func isDamage(_ error: DatabaseError) -> Bool {
        switch error.resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_FULL,
            .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_AUTH:
            false
        default: true
        }
    }
}
