internal import Foundation

/// Where the registry's files lie, and how they are kept from other users of the machine.
struct RegistryFiles: Sendable {
    /// Owner only: the directory may be entered, the files read and written, by nobody else.
    static let directoryMode: mode_t = 0o700
    static let fileMode: mode_t = 0o600

    let directory: String

    var database: String { directory + "/registry.sqlite" }
    var key: String { directory + "/registry.key" }

    /// Makes the directory if there is none.
    ///
    /// An existing directory keeps its mode, since it may be shared on purpose; the files in it are private anyway.
    ///
    /// - Throws: `directoryNotUsable`.
    func prepareDirectory() throws(RegistryError) {
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) {
            guard isDirectory.boolValue else {
                throw .directoryNotUsable(path: directory, problem: "it is a file")
            }
        } else {
            do {
                try FileManager.default.createDirectory(
                    atPath: directory,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: Int(Self.directoryMode)]
                )
            } catch {
                throw .directoryNotUsable(path: directory, problem: "it cannot be created")
            }
        }
        guard access(directory, R_OK | W_OK | X_OK) == 0 else {
            throw notUsable(errno)
        }
    }

    /// Makes an empty file that only its owner can read, before anything secret is written to it; an existing one is made private.
    ///
    /// SQLite gives its write-ahead log and shared-memory file the database's mode.
    ///
    /// - Throws: `directoryNotUsable`.
    func keepPrivate(_ path: String) throws(RegistryError) {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, Self.fileMode)
        guard descriptor >= 0 else { throw notUsable(errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, Self.fileMode) == 0 else { throw notUsable(errno) }
    }

    /// Whether there is a database with anything in it.
    var hasDatabase: Bool {
        (identity(of: database)?.sizeBytes ?? 0) > 0
    }

    /// Whether the database file begins as every SQLite file does (SQLite file format, section 1.3.1).
    var startsLikeDatabase: Bool {
        let magic = Data("SQLite format 3\u{0}".utf8)
        guard let file = FileHandle(forReadingAtPath: database) else { return false }
        defer { try? file.close() }
        return (try? file.read(upToCount: magic.count)) == magic
    }

    /// What tells a file from another that was put in its place; `nil` when there is none.
    func identity(of path: String) -> (device: UInt64, inode: UInt64, sizeBytes: Int64)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
    }

    func notUsable(_ code: Int32) -> RegistryError {
        .directoryNotUsable(path: directory, problem: String(cString: strerror(code)))
    }
}
