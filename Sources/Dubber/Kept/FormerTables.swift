internal import Foundation
internal import GRDB
internal import Logging
internal import Storage

/// What Dubber kept in the audio cache's file before it had one of its own, and its way from there to here.
///
/// Copied first, in one transaction that is on the disk when it ends, and then dropped, in another: cut short at any moment, the next opening finds
/// all of it in one of both files at least, and doing it again gives the same. It is looked for at each opening, for an earlier program
/// may have been run in between.
struct FormerTables {
    /// The other file's name in the data directory.
    static let fileName = "index.sqlite"

    private static let quota = "quota"
    private static let recordings = ["recordingAccount", "recording", "recordingTracking", "recordingCoverage"]

    /// The former file.
    let path: String
    let configuration: Configuration
    /// Brings tables to the shape of today, wherever they are.
    let migrator: DatabaseMigrator
    let logger: Logger

    /// Moves the tables into a database.
    ///
    /// - Parameter open: opens the database to move to, with its tables; only where there is anything to move.
    /// - Throws: what SQLite says; what was not moved is still there.
    func move(to open: () throws -> DatabaseQueue) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let former = try DatabaseQueue(path: path, configuration: configuration)
        // With its log emptied: on a full disk that is the room for the new file's.
        defer { RebuildableDatabase.close(former) }
        guard try former.read({ try Self.names(in: $0) }).isEmpty == false else { return }
        try migrator.migrate(former)
        let database = try open()
        defer { try? database.close() }
        do {
            try copy(Self.recordings, to: database)
        } catch  where DatabaseFile.isFull(error) {
            // Recordings can be asked for again; what a key has spent cannot.
            logger.warning("no room to move the recording index, begun anew", metadata: ["file": "\(path)"])
            try copy([], to: database)
        }
        logger.notice("recording index and quota moved to a file of their own", metadata: ["from": "\(path)"])
        do {
            try drop(from: former)
        } catch {
            // All of it is in the new file: the next opening drops it, when the disk has room for that.
            logger.warning("former recording index not removed yet", metadata: ["problem": "\(error)"])
        }
    }

    private static func names(in database: Database) throws -> [String] {
        try ([quota] + recordings).filter { try database.tableExists($0) }
    }

    /// Copies the counts of keys, and those tables of recordings.
    private func copy(_ tables: [String], to database: DatabaseQueue) throws {
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "ATTACH DATABASE ? AS former", arguments: [path])
            defer { try? database.execute(sql: "DETACH DATABASE former") }
            try database.inTransaction(.immediate) {
                let existing = try String.fetchSet(
                    database,
                    sql: "SELECT name FROM former.sqlite_master WHERE type = 'table'"
                )
                if existing.contains(Self.quota) { try database.execute(sql: Self.quotaCopying) }
                // Where there are some they were copied before, or learned anew.
                guard try Int.fetchOne(database, sql: "SELECT count(*) FROM main.recordingAccount") == 0 else {
                    return .commit
                }
                for table in tables where existing.contains(table) {
                    // So written, SQLite copies rows and indexes as they are.
                    try database.execute(sql: "INSERT INTO main.\(table) SELECT * FROM former.\(table)")
                }
                return .commit
            }
        }
    }

    private func drop(from former: DatabaseQueue) throws {
        // Pages that go are written over otherwise, which takes as much room as they do; they go from the file below.
        try former.writeWithoutTransaction { try $0.execute(sql: "PRAGMA secure_delete = OFF") }
        try former.write { database in
            for table in try Self.names(in: database) { try database.execute(sql: "DROP TABLE \(table)") }
            // Or an earlier program would take its tables to be there.
            for migration in migrator.migrations {
                try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = ?", arguments: [migration])
            }
        }
        // Most of the file was theirs.
        try? former.vacuum()
    }

    /// Of a day's two counts the higher one stands, so that copying twice counts nothing twice.
    private static let quotaCopying = """
        INSERT INTO main.quota (host, clientHash, day, requests, tokenRequests, searchRequests, exhaustedUntil, lastStart)
        SELECT host, clientHash, day, requests, tokenRequests, searchRequests, exhaustedUntil, lastStart
            FROM former.quota WHERE true
        ON CONFLICT (host, clientHash) DO UPDATE SET
            requests = max(excluded.requests * (excluded.day >= day), requests * (day >= excluded.day)),
            tokenRequests = max(excluded.tokenRequests * (excluded.day >= day), tokenRequests * (day >= excluded.day)),
            searchRequests = max(excluded.searchRequests * (excluded.day >= day), searchRequests * (day >= excluded.day)),
            exhaustedUntil = nullif(max(coalesce(exhaustedUntil, 0), coalesce(excluded.exhaustedUntil, 0)), 0),
            lastStart = nullif(max(coalesce(lastStart, 0), coalesce(excluded.lastStart, 0)), 0),
            day = max(day, excluded.day)
        """
}
