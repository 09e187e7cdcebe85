internal import Foundation
internal import GRDB
internal import Glibc
internal import Storage

/// `audit.sqlite`: rows that are only ever added, each chained to the one before it.
final class AuditStore: Sendable {
    /// How long a write waits for another process's.
    static let busyTimeoutSeconds: TimeInterval = 15
    static let maximumReaders = 2

    let path: String
    let pool: DatabasePool

    private init(path: String, pool: DatabasePool) {
        self.path = path
        self.pool = pool
    }

    /// Opens the audit of a data directory, making it at the first start.
    ///
    /// - Throws: `notUsable`, `damaged`, `newerSchema`.
    static func open(path: String) throws(AuditError) -> AuditStore {
        try makePrivate(path)
        var configuration = Configuration()
        configuration.label = "audit"
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.maximumReaderCount = maximumReaders
        do {
            try inspect(path, configuration)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try AuditSchema.migrator.migrate(pool)
            // What was played must outlive a loss of power too.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return AuditStore(path: path, pool: pool)
        } catch let error as AuditError {
            throw error
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT
        {
            throw .damaged(path: path, problem: error.message ?? "it is no database")
        } catch {
            throw .notUsable(path: path, problem: problem(error))
        }
    }

    /// Makes an empty file for the owner alone, or makes one private, before anything is written to it, without opening it.
    ///
    /// - Throws: `notUsable`.
    static func makePrivate(_ path: String) throws(AuditError) {
        do {
            try DatabaseFile.keepPrivate(path)
        } catch {
            throw .notUsable(path: path, problem: error.problem)
        }
    }

    /// Checks an existing file without writing to it.
    private static func inspect(_ path: String, _ configuration: Configuration) throws {
        var configuration = configuration
        configuration.readonly = true
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.read { db in
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0 else { return }
            guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == AuditSchema.applicationID else {
                throw AuditError.damaged(path: path, problem: "it is another program's database")
            }
            guard try !AuditSchema.migrator.hasBeenSuperseded(db) else { throw AuditError.newerSchema(path: path) }
        }
    }

    func close() {
        try? pool.close()
    }

    /// Adds rows behind the last one, all or none, on the disk when it returns, also in a task that was cancelled.
    ///
    /// The disk is waited for on the database's own thread, not on one of the few that tasks share.
    ///
    /// - Returns: their numbers.
    func append(_ records: [AuditRecord]) async throws -> [Int64] {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWrite {
                try Self.append(records, $0)
            } completion: { _, outcome in
                continuation.resume(with: outcome)
            }
        }
    }

    static func append(_ records: [AuditRecord], _ db: Database) throws -> [Int64] {
        let sql = """
            INSERT INTO event (sequence, kind, begunSequence, atMilliseconds, listener, means, entry, recording, address,
                detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        let statement = try db.cachedStatement(sql: sql)
        var (sequence, previous) = try last(db)
        return try records.map { record in
            sequence += 1
            previous = record.hash(sequence: sequence, after: previous)
            try statement.execute(arguments: [
                sequence, record.kind.rawValue, record.begunSequence, record.atMilliseconds, record.listener,
                record.means, record.entry, record.recording, record.address, record.detail, previous,
            ])
            return sequence
        }
    }

    /// Number and hash of the last row, or of what stands for the removed ones.
    static func last(_ db: Database) throws -> (sequence: Int64, hash: Data) {
        let sql = """
            SELECT sequence, hash FROM (SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1)
            UNION ALL SELECT upTo, hash FROM anchor ORDER BY 1 DESC LIMIT 1
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else { return (0, AuditRecord.origin) }
        return (row[0], row[1])
    }

    /// Whether rows could be added.
    func check() async throws {
        var space = statvfs()
        guard access(path, R_OK | W_OK) == 0, statvfs(path, &space) == 0,
            UInt64(space.f_bavail) * UInt64(space.f_frsize) >= Self.minimumFreeBytes
        else { throw AuditError.notWritable(problem: "the file or its disk takes nothing") }
        _ = try await pool.read { db in try Self.last(db).sequence }
    }

    /// The free space below which the audit no longer counts as writable.
    private static let minimumFreeBytes: UInt64 = 16 << 20

    /// The kind of a failure below; its arguments stay out of it.
    static func problem(_ error: any Error) -> String {
        (error as? DatabaseError)?.message ?? String(describing: type(of: error))
    }
}

extension AuditRecord {
    /// The columns `kind` to `detail` of a row.
    init?(_ row: Row) {
        guard let kind = Kind(rawValue: row["kind"]) else { return nil }
        self.init(
            kind: kind,
            begunSequence: row["begunSequence"],
            atMilliseconds: row["atMilliseconds"],
            listener: row["listener"],
            means: row["means"],
            entry: row["entry"],
            recording: row["recording"],
            address: row["address"],
            detail: row["detail"]
        )
    }
}
