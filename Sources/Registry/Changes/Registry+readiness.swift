internal import Foundation
internal import GRDB
internal import Glibc

extension Registry {
    /// The free space below which the registry no longer counts as usable: a write-ahead log needs room.
    static let minimumFreeBytes: UInt64 = 16 * 1024 * 1024

    /// Checks that the registry can be read, and that a change would find a place.
    ///
    /// - Throws: `damaged` when the database file was removed or replaced while open, `storageFailed` when the disk is full or
    ///   read-only, `busy`.
    package func checkUsable() async throws(RegistryError) {
        guard let inode = files.identity(of: files.database)?.inode, inode == databaseInode else {
            throw .damaged(path: files.database, problem: "the file was removed or replaced while it was open")
        }
        guard access(files.database, R_OK | W_OK) == 0 else {
            throw .storageFailed(problem: String(cString: strerror(errno)))
        }
        var space = statvfs()
        if statvfs(files.directory, &space) == 0,
            UInt64(space.f_bavail) * UInt64(space.f_frsize) < Self.minimumFreeBytes
        {
            throw .storageFailed(problem: "the disk has less than \(Self.minimumFreeBytes) bytes left")
        }
        do {
            _ = try await pool.read { db in try StateTable.generation(db) }
        } catch {
            throw failure(error)
        }
    }
}
