internal import Foundation
internal import Glibc

/// The file with the audit's key, `audit.key` in the data directory or where the configuration says.
///
/// While the audit is being given its key, this lies under another name: a key under its own name has a chain that belongs to it.
struct AuditKeyFile: Sendable {
    private static let mode: mode_t = 0o600

    let path: String
    /// The key of an audit that does not have it yet.
    var newPath: String { path + ".new" }

    /// The key.
    ///
    /// - Returns: `nil` when there is no such file.
    /// - Throws: `keyUnreadable`.
    func load() throws(AuditError) -> AuditKey? {
        try Self.load(path)
    }

    /// The key that was made for an audit whose opening was cut short; `nil` when there is none.
    ///
    /// - Throws: `keyUnreadable`.
    func loadNew() throws(AuditError) -> AuditKey? {
        try Self.load(newPath)
    }

    /// Makes a key under its first name, for good; what another process made at the same moment counts.
    ///
    /// - Throws: `keyUnreadable`.
    func make() throws(AuditError) -> AuditKey {
        let key = AuditKey()
        let draft = path + "." + UUID().uuidString
        defer { unlink(draft) }
        guard Self.write(key.text, to: draft) else { throw failure(path) }
        // A link, and not a new name: that would take another's place.
        guard link(draft, newPath) == 0 else {
            guard errno == EEXIST, let known = try loadNew() else { throw failure(path) }
            return known
        }
        Self.synchronizeFolder(of: path)
        return key
    }

    /// Gives a key its own name, when the audit has it.
    ///
    /// - Throws: `keyUnreadable`.
    func keep() throws(AuditError) {
        guard rename(newPath, path) == 0 else {
            // Another process that opens the same audit was quicker.
            if errno == ENOENT, try load() != nil { return }
            throw failure(path)
        }
        Self.synchronizeFolder(of: path)
    }

    private static func load(_ path: String) throws(AuditError) -> AuditKey? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .keyUnreadable(path: path, problem: String(cString: strerror(errno))) }
            return nil
        }
        chmod(path, mode)
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .keyUnreadable(path: path, problem: "it cannot be read")
        }
        guard let key = AuditKey(text: String(decoding: bytes, as: UTF8.self)) else {
            throw .keyUnreadable(path: path, problem: "it does not hold a key")
        }
        return key
    }

    private func failure(_ path: String) -> AuditError {
        .keyUnreadable(path: path, problem: String(cString: strerror(errno)))
    }

    private static func write(_ text: String, to path: String) -> Bool {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    }

    /// Sees to it that a name given in a folder is on the disk.
    static func synchronizeFolder(of path: String) {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
