internal import Foundation

/// A small file of ours that its owner alone can read, replaced as a whole or not at all.
package struct PrivateFile: Sendable {
    /// What tells one version of a file from the next.
    package struct Version: Hashable, Sendable {
        let inode: UInt64
        let sizeBytes: Int64
        let changedSeconds: Int
        let changedNanoseconds: Int
    }

    private static let mode: mode_t = 0o600

    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// `nil` where there is no such file.
    package var version: Version? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Version(
            inode: UInt64(status.st_ino),
            sizeBytes: Int64(status.st_size),
            changedSeconds: status.st_mtim.tv_sec,
            changedNanoseconds: status.st_mtim.tv_nsec
        )
    }

    package var exists: Bool { version != nil }

    /// The text; a file that others could read is made private first.
    package func read() -> String? {
        chmod(path, Self.mode)
        return FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes a file beside, brings it to the disk, and only then gives it the name.
    ///
    /// - Returns: whether it was done; otherwise the old file is still there.
    package func replace(with text: String) -> Bool {
        let draft = path + "." + UUID().uuidString
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, Self.mode)
        guard descriptor >= 0 else { return false }
        let bytes = Array(text.utf8)
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(draft, path) == 0 else {
            unlink(draft)
            return false
        }
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        return true
    }
}
