internal import Foundation
internal import GRDB
package import Logging
internal import Storage

/// What Dubber's lists and quotas taught, in `index.sqlite`; all of it can be learned again.
package final class DubberDatabase: Sendable {
    /// How long a write of another process is waited for, in seconds.
    static let busySeconds: TimeInterval = 5

    private let pool: DatabasePool

    private init(pool: DatabasePool) {
        self.pool = pool
    }

    /// Opens the file, making it and its tables where they are missing.
    ///
    /// Other parts of the service keep tables of their own in the same file; whoever opens it first puts a damaged file aside.
    ///
    /// - Parameters:
    ///   - path: of `index.sqlite`.
    ///   - logger: told when the file cannot be used.
    /// - Returns: `nil` when it cannot be used: memory has to do.
    package static func open(path: String, logger: Logger) -> DubberDatabase? {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busySeconds)
        // Written beside those who wait for recordings, who go first.
        configuration.qos = .utility
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
        do {
            try DatabaseFile.keepPrivate(path)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try migrator.migrate(pool)
            return DubberDatabase(pool: pool)
        } catch {
            logger.error(
                "recording index not usable, kept in memory",
                metadata: ["file": "\(path)", "problem": "\(error)"]
            )
            return nil
        }
    }

    /// Opens the file to read alone, beside another process that may have it open; whatever is learned is refused by it.
    ///
    /// - Parameters:
    ///   - path: of `index.sqlite`.
    ///   - logger: told when there is a file that cannot be used.
    /// - Returns: `nil` when there is none that can be read.
    package static func openReading(path: String, logger: Logger) -> DubberDatabase? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busySeconds)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            guard try pool.read({ try migrator.hasCompletedMigrations($0) }) else { return nil }
            return DubberDatabase(pool: pool)
        } catch {
            logger.error("recording index cannot be read", metadata: ["file": "\(path)", "problem": "\(error)"])
            return nil
        }
    }

    package func close() {
        try? pool.close()
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { result in
                continuation.resume(with: Result { try body(result.get()) })
            }
        }
    }

    /// Writes to the end even if the caller's task is cancelled, in the order of the calls.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWrite(body) { _, result in continuation.resume(with: result) }
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("recordings 1") { database in
            try database.execute(sql: recordingTables)
        }
        migrator.registerMigration("quota 1") { database in
            try database.execute(sql: quotaTables)
        }
        // Its dates counted from another day; the lists tell it again.
        migrator.registerMigration("coverage 2") { database in
            try database.execute(sql: "DELETE FROM recordingCoverage")
        }
        return migrator
    }

    private static let recordingTables = """
        CREATE TABLE recordingAccount (
            number INTEGER PRIMARY KEY,
            callRecIntGUID TEXT NOT NULL,
            revision INTEGER NOT NULL,
            host TEXT NOT NULL,
            usedAt REAL NOT NULL,
            UNIQUE (callRecIntGUID, revision, host)
        ) STRICT;
        CREATE TABLE recording (
            account INTEGER NOT NULL REFERENCES recordingAccount (number) ON DELETE CASCADE,
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
            PRIMARY KEY (account, recordingID)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE recordingCoverage (
            account INTEGER NOT NULL REFERENCES recordingAccount (number) ON DELETE CASCADE,
            number TEXT NOT NULL,
            observations TEXT NOT NULL,
            PRIMARY KEY (account, number)
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
