internal import Foundation
internal import GRDB
internal import Glibc
internal import Logging
internal import Storage
internal import Synchronization

/// `audit.sqlite`: rows that are only ever added, each chained to the one before it.
final class AuditStore: Sendable {
    let path: String
    let pool: DatabasePool
    let chain: AuditChain
    let headFile: AuditHeadFile
    let logger: Logger
    let isHeadFailing = Atomic<Bool>(false)
    let tail = Mutex(Tail())

    private init(path: String, pool: DatabasePool, chain: AuditChain, headFile: AuditHeadFile, logger: Logger) {
        self.path = path
        self.pool = pool
        self.chain = chain
        self.headFile = headFile
        self.logger = logger
    }

    /// Opens the audit of a data directory, making it and its key at the first start, and giving an audit from before the key one.
    ///
    /// - Throws: `notUsable`, `damaged`, `newerSchema`, `keyMissing`, `keyWrong`, `keyOfAnother`, `keyUnreadable`.
    static func open(_ files: AuditFiles, now: Date, logger: Logger) throws(AuditError) -> AuditStore {
        let path = files.database
        do {
            let found = try AuditOpening.Found(files.kept)
            let keyFile = AuditKeyFile(path: files.key)
            let opening = AuditOpening(found, key: try keyFile.load(), new: try keyFile.loadNew())
            let key: AuditKey
            switch opening {
            case .with(let known), .anew(let known): key = known
            case .giving(let new): key = try new ?? keyFile.make()
            case .refused(let refusal): throw refusal.error(path: path, key: files.key)
            }
            let pool = try files.kept.open(AuditSchema.migrator(key: key, now: now))
            // What was played must outlive a loss of power too.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            guard let state = try pool.read({ try AuditState($0) }), state.fits(key) else {
                throw AuditError.keyWrong(path: files.key)
            }
            let store = AuditStore(
                path: path,
                pool: pool,
                chain: AuditChain(key: key, state: state),
                headFile: AuditHeadFile(path: files.head, key: key),
                logger: logger
            )
            if case .giving = opening {
                try store.beginHead()
                try keyFile.keep()
            }
            return store
        } catch {
            throw AuditError(error, path: path)
        }
    }

    /// Closes the file, with everything in it and nothing left beside it.
    func close() {
        try? pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
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
                let sequences = try self.append(records, $0)
                return (sequences, try Self.last($0))
            } completion: { _, outcome in
                if case .success((_, let last)) = outcome { self.note(last) }
                continuation.resume(with: outcome.map(\.0))
            }
        }
    }

    /// Adds rows, inside a transaction.
    ///
    /// Where the last row is not the one that this process wrote last, a row before them says so: somebody took it away, or put it there.
    func append(_ records: [AuditRecord], _ db: Database) throws -> [Int64] {
        let found = try Self.last(db)
        guard let known = tail.withLock({ $0.missed(in: found) }) else { return try insert(records, after: found, db) }
        let gap = AuditDetail.Gap(reason: .rowsMissing, noted: known.description)
        let at = records.first?.atMilliseconds ?? 0
        let record = AuditRecord(kind: .gap, atMilliseconds: at, detail: AuditDetail.text(gap))
        return Array(try insert([record] + records, after: found, atLeast: known.sequence, db).dropFirst())
    }

    /// Adds rows behind the last one.
    ///
    /// - Parameters:
    ///   - records: the rows.
    ///   - found: the last one.
    ///   - number: their numbers are higher than this one, which had been given already.
    ///   - db: in a transaction.
    /// - Returns: their numbers.
    /// - Throws: what the database throws.
    func insert(
        _ records: [AuditRecord],
        after found: (sequence: Int64, hash: Data),
        atLeast number: Int64 = 0,
        _ db: Database
    ) throws -> [Int64] {
        let sql = """
            INSERT INTO event (sequence, kind, begunSequence, atMilliseconds, listener, means, entry, recording, address,
                detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        let statement = try db.cachedStatement(sql: sql)
        var (sequence, previous) = (max(found.sequence, number), found.hash)
        return try records.map { record in
            sequence += 1
            previous = chain.hash(of: record, sequence: sequence, after: previous)
            try statement.execute(arguments: [
                sequence, record.kind.rawValue, record.begunSequence, record.atMilliseconds, record.listener,
                record.means, record.entry, record.recording, record.address, record.detail, previous,
            ])
            return sequence
        }
    }

    /// Number and hash of the last row, also in a task that was cancelled, as a forced stop's are.
    func last() async throws -> (sequence: Int64, hash: Data) {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { database in
                continuation.resume(with: Result { try Self.last(try database.get()) })
            }
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
