internal import Foundation
internal import Glibc
internal import Storage

/// Where the registry's files lie, and how they are kept from other users of the machine.
struct RegistryFiles: Sendable {
    /// Owner only: the files are read and written by nobody else.
    static let fileMode: mode_t = 0o600
    /// The database's name in the data directory.
    static let databaseName = "registry.sqlite"

    let directory: String
    /// The file with the key of sealed values.
    let key: String

    init(directory: String, source: RegistryKeySource = .file(path: nil)) {
        self.directory = directory
        if case .file(let path?) = source {
            key = path
        } else {
            key = directory + "/registry.key"
        }
    }

    /// The directory, and before it all that it lies in.
    var folders: [String] {
        var folders = [directory]
        while let last = folders.last, last.contains("/") {
            let above = (last as NSString).deletingLastPathComponent
            guard above != last, !above.isEmpty else { break }
            folders.append(above)
        }
        return folders.reversed()
    }

    var database: String { directory + "/" + Self.databaseName }
    /// The key that a rotation seals with, until it takes the other's place.
    var newKey: String { key + ".new" }
    /// Locked by everybody who has the registry open.
    var useLock: String { directory + "/registry.lock" }

    /// Makes the directory if there is none.
    ///
    /// An existing directory keeps its mode, since it may be shared on purpose; the files in it are private anyway.
    ///
    /// - Throws: `directoryNotUsable`.
    func prepareDirectory() throws(RegistryError) {
        do {
            try PrivateFolder.make(directory)
        } catch {
            let problem = error.code == ENOTDIR ? "it is a file" : "it cannot be created: \(error.problem)"
            throw .directoryNotUsable(path: directory, problem: problem)
        }
        guard access(directory, R_OK | W_OK | X_OK) == 0 else {
            throw notUsable(errno)
        }
    }

    /// Locks a file or folder.
    ///
    /// - Throws: `inUse` when it cannot be had at once, `directoryNotUsable`.
    func lock(_ path: String, _ kind: FileLock.Kind) throws(RegistryError) -> FileLock {
        do {
            return try path == directory ? FileLock(path, kind) : FileLock(making: path, kind)
        } catch {
            switch error {
            case .taken: throw .inUse(path: database)
            case .system(let failure): throw notUsable(failure.code)
            }
        }
    }

    /// Makes an empty file that only its owner can read, before anything secret is written to it; an existing one is made private.
    ///
    /// Not for databases.
    ///
    /// - Throws: `directoryNotUsable`.
    func keepPrivate(_ path: String) throws(RegistryError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, Self.fileMode)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST || chmod(path, Self.fileMode) != 0 {
            throw notUsable(errno)
        }
    }

    /// What tells a file from another that was put in its place; `nil` when there is none.
    func identity(of path: String) -> (device: UInt64, inode: UInt64, sizeBytes: Int64)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
    }

    /// Gives a file a name in place of what had it, for good.
    ///
    /// - Throws: `directoryNotUsable`.
    func rename(_ old: String, to new: String) throws(RegistryError) {
        guard Glibc.rename(old, new) == 0 else { throw notUsable(errno) }
        let folder = open((new as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    func notUsable(_ code: Int32) -> RegistryError {
        .directoryNotUsable(path: directory, problem: String(cString: strerror(code)))
    }
}
