package import GRDB
internal import GRDBSQLite
internal import Glibc

/// The files of a database, which nobody but SQLite ever opens.
///
/// A process that closes any descriptor of a file lets go of every lock that it has on it, SQLite's own too (POSIX.1-2017, `fcntl`; "How To Corrupt An
/// SQLite Database File", section 2.2). Whoever closes the database next then believes to be the last, and unlinks a write-ahead log that is in
/// use. So files are made and kept private by their names alone.
package enum DatabaseFile {
    private static let mode: mode_t = 0o600
    /// What SQLite puts beside a database, with the database's mode.
    private static let suffixes = ["-wal", "-shm", "-journal"]

    /// Makes an empty file that its owner alone can read, where there is none; makes an existing one private, and what lies beside it.
    ///
    /// - Throws: what the system refuses.
    package static func keepPrivate(_ path: String) throws(SystemFailure) {
        guard mknod(path, S_IFREG | mode, 0) == 0 || errno == EEXIST else { throw .last }
        guard chmod(path, mode) == 0 else { throw .last }
        for suffix in suffixes { chmod(path + suffix, mode) }
    }

    /// Zero where there is none.
    package static func sizeBytes(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Removes the database and what lies beside it.
    package static func remove(_ path: String) {
        for suffix in [""] + suffixes { unlink(path + suffix) }
    }

    /// Whether the file, not what the write-ahead log has in its place, begins as every SQLite file does; read by SQLite's own descriptor.
    ///
    /// Source: SQLite file format, section 1.3.1.
    package static func hasHeader(_ database: Database) -> Bool {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let outcome = sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard outcome == SQLITE_OK, let file, let read = file.pointee.pMethods?.pointee.xRead else { return false }
        let magic = Array("SQLite format 3\u{0}".utf8)
        var start = [UInt8](repeating: 0, count: magic.count)
        return read(file, &start, CInt(start.count), 0) == SQLITE_OK && start == magic
    }

    /// Refuses a file that is no database.
    ///
    /// With a write-ahead log SQLite may never look at the first page, and would write over the damage.
    ///
    /// - Throws: `SQLITE_NOTADB`.
    static func checkHeader(_ database: Database) throws {
        guard hasHeader(database) else {
            throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "the file is not a database")
        }
    }

    /// Reads the whole file.
    ///
    /// - Parameters:
    ///   - database: a connection to it.
    ///   - isThorough: whether indexes are compared with their tables too.
    /// - Throws: `SQLITE_CORRUPT` with the first thing that is wrong.
    static func check(_ database: Database, isThorough: Bool = false) throws {
        let check = isThorough ? "integrity_check" : "quick_check"
        let findings = try String.fetchAll(database, sql: "PRAGMA \(check)(1)")
        guard findings == ["ok"] else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: findings.first ?? "its check says nothing")
        }
    }

    /// Whether a failure means that the disk has no room left.
    package static func isFull(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        // The latter: the memory that those who have the database open share could not grow.
        return error.resultCode == .SQLITE_FULL || error.extendedResultCode == .SQLITE_IOERR_SHMSIZE
    }
}
