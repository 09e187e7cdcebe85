internal import Foundation
internal import GRDB
package import Logging
internal import Storage

/// What Dubber's lists and quotas taught, in `provider.sqlite`; all of it can be learned again, but for what keys have spent today.
package final class DubberDatabase: Sendable {
    /// The file's name in the data directory.
    package static let fileName = "provider.sqlite"

    /// Readers of the index beside one writer.
    static let maximumReaders = 2
    /// Pages of the file that each connection holds in memory, in KiB.
    static let pageCacheKiB = 8 * 1024
    /// Pages of 4 KiB that the write-ahead log grows to: those of a span are written by many pages of a list, and copied to the file once.
    static let pagesBeforeCheckpoint = 4_000

    private let writer: any DatabaseWriter

    private init(writer: any DatabaseWriter) {
        self.writer = writer
    }

    /// A database that ends with the process.
    ///
    /// - Throws: when SQLite has no memory for it.
    package static func inMemory() throws -> DubberDatabase {
        let queue = try DatabaseQueue(configuration: configuration())
        try migrator.migrate(queue)
        return DubberDatabase(writer: queue)
    }

    private static func configuration() -> Configuration {
        var configuration = RebuildableDatabase.configuration
        configuration.maximumReaderCount = maximumReaders
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -\(pageCacheKiB)")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(pagesBeforeCheckpoint)")
        }
        return configuration
    }

    /// Opens the file in a data directory, for whoever has the directory's lock.
    ///
    /// What an earlier program kept in the audio cache's file is moved here first. To be called after that file was opened, and put aside where
    /// it was damaged.
    ///
    /// - Parameters:
    ///   - directory: the data directory.
    ///   - logger: told when the file cannot be used.
    /// - Returns: `nil` when it cannot be used: memory has to do.
    package static func open(directory: String, logger: Logger) -> DubberDatabase? {
        open(
            path: directory + "/" + fileName,
            former: FormerTables(
                path: directory + "/" + FormerTables.fileName,
                configuration: configuration(),
                migrator: migrator,
                logger: logger
            ),
            logger: logger
        )
    }

    /// Opens a file, making it and its tables where they are missing; a damaged one is begun anew.
    ///
    /// - Parameters:
    ///   - path: the file's.
    ///   - logger: told when it cannot be used.
    /// - Returns: `nil` when it cannot be used: memory has to do.
    package static func open(path: String, logger: Logger) -> DubberDatabase? {
        open(path: path, former: nil, logger: logger)
    }

    private static func open(path: String, former: FormerTables?, logger: Logger) -> DubberDatabase? {
        func opened<Writer: DatabaseWriter>(by open: (String) throws -> Writer) throws -> Writer {
            try DatabaseFile.keepPrivate(path)
            return try RebuildableDatabase.open(
                path,
                migrator: migrator,
                whenDamaged: { error in
                    logger.warning(
                        "recording index damaged, begun anew",
                        metadata: ["code": "\(error.resultCode.rawValue)", "file": "\(path)"]
                    )
                },
                by: open,
                use: { $0 }
            )
            .product
        }
        do {
            do {
                try former?.move { try opened { try DatabaseQueue(path: $0, configuration: configuration()) } }
            } catch let error as DatabaseError where RebuildableDatabase.isDamage(error) {
                // Left as it is: whoever opens the file for the audio begins it anew.
                logger.warning("former recording index damaged, not moved", metadata: ["problem": "\(error)"])
            }
            return DubberDatabase(
                writer: try opened { try DatabasePool(path: $0, configuration: configuration()) }
            )
        } catch {
            logger.error(
                "recording index not usable, kept in memory",
                metadata: ["file": "\(path)", "problem": "\(error)"]
            )
            return nil
        }
    }

    /// Opens the file in a data directory to read alone, beside another process that may have it open; whatever is learned is refused by it.
    ///
    /// - Parameters:
    ///   - directory: the data directory.
    ///   - logger: told when there is a file that cannot be used.
    /// - Returns: `nil` when there is none that can be read.
    package static func openReading(directory: String, logger: Logger) -> DubberDatabase? {
        // What an earlier program kept lies in the other file until the first start.
        [fileName, FormerTables.fileName].lazy.compactMap { reading(directory + "/" + $0, logger: logger) }.first
    }

    private static func reading(_ path: String, logger: Logger) -> DubberDatabase? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            let pool = try DatabasePool(path: path, configuration: RebuildableDatabase.readingConfiguration)
            guard try pool.read({ try migrator.hasCompletedMigrations($0) }) else { return nil }
            return DubberDatabase(writer: pool)
        } catch {
            logger.error("recording index cannot be read", metadata: ["file": "\(path)", "problem": "\(error)"])
            return nil
        }
    }

    package func close() {
        RebuildableDatabase.close(writer)
    }

    /// Sees to it that the file can be read.
    ///
    /// - Throws: what the database throws.
    package func check() async throws {
        _ = try await read { try Int.fetchOne($0, sql: "SELECT count(*) FROM quota") }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            writer.asyncRead { result in
                continuation.resume(with: Result { try body(result.get()) })
            }
        }
    }

    /// Writes to the end even if the caller's task is cancelled, in the order of the calls.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            writer.asyncWrite(body) { _, result in continuation.resume(with: result) }
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("recordings 1") { _ in }
        migrator.registerMigration("quota 1") { database in
            try database.execute(sql: quotaTables)
        }
        migrator.registerMigration("coverage 2") { _ in }
        // What lists said in tables of another shape is let go, and asked for again; what a key has spent is not.
        migrator.registerMigration("recordings 4") { database in
            for table in ["recordingCoverage", "recordingTracking", "recording", "recordingAccount"] {
                try database.execute(sql: "DROP TABLE IF EXISTS \(table)")
            }
            try database.execute(sql: recordingTables)
        }
        migrator.registerMigration("quota 2") { database in
            try database.execute(sql: "ALTER TABLE quota ADD COLUMN searchRequests INTEGER NOT NULL DEFAULT 0")
        }
        return migrator
    }

    /// Everything that is looked up goes through the time of a recording first, in spans of ``RecordingSpan``: a page of a list touches the few
    /// pages of each index that belong to its time, however many recordings there are.
    private static let recordingTables = """
        CREATE TABLE recordingAccount (
            number INTEGER PRIMARY KEY,
            callRecIntGUID TEXT NOT NULL,
            revision INTEGER NOT NULL,
            host TEXT NOT NULL,
            usedAt REAL NOT NULL,
            recordings INTEGER NOT NULL DEFAULT 0,
            keptFrom REAL,
            keyVersion INTEGER NOT NULL,
            UNIQUE (callRecIntGUID, revision, host)
        ) STRICT;
        CREATE TABLE recording (
            number INTEGER PRIMARY KEY,
            account INTEGER NOT NULL,
            span INTEGER NOT NULL,
            recordingID TEXT NOT NULL,
            seenAt REAL NOT NULL,
            fromParty TEXT NOT NULL,
            toParty TEXT NOT NULL,
            direction TEXT,
            isVoicemail INTEGER NOT NULL,
            channel TEXT,
            startTime REAL NOT NULL,
            durationSeconds INTEGER,
            expiryTime REAL,
            updatedAt REAL,
            externalCallID TEXT,
            externalTrackingIDs TEXT NOT NULL,
            callKey INTEGER,
            trackingKey INTEGER,
            fromKey INTEGER,
            toKey INTEGER,
            fromLabel TEXT,
            toLabel TEXT,
            isReady INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE UNIQUE INDEX recordingByID ON recording (account, span, recordingID);
        CREATE INDEX recordingByStart ON recording (account, startTime, fromKey, toKey);
        CREATE INDEX recordingByCall ON recording (account, span, callKey) WHERE callKey IS NOT NULL;
        CREATE INDEX recordingByTracking ON recording (account, span, trackingKey) WHERE trackingKey IS NOT NULL;
        CREATE TABLE recordingTracking (
            account INTEGER NOT NULL,
            span INTEGER NOT NULL,
            trackingKey INTEGER NOT NULL,
            recording INTEGER NOT NULL,
            PRIMARY KEY (account, span, trackingKey, recording)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE recordingCoverage (
            account INTEGER NOT NULL,
            number TEXT NOT NULL,
            asOf REAL NOT NULL,
            extendedAt REAL NOT NULL,
            floor REAL NOT NULL,
            oldest REAL NOT NULL,
            disorderSeconds REAL NOT NULL,
            cursor TEXT,
            anchor TEXT,
            itemCount INTEGER NOT NULL,
            pageCount INTEGER NOT NULL,
            doubts TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (account, number, asOf)
        ) STRICT, WITHOUT ROWID;
        """

    private static let quotaTables = """
        CREATE TABLE quota (
            host TEXT NOT NULL,
            clientHash TEXT NOT NULL,
            day INTEGER NOT NULL,
            requests INTEGER NOT NULL,
            tokenRequests INTEGER NOT NULL,
            exhaustedUntil REAL,
            lastStart REAL,
            PRIMARY KEY (host, clientHash)
        ) STRICT, WITHOUT ROWID;
        """
}
