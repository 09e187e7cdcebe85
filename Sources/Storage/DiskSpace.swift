internal import Glibc

/// How much room a disk has, in bytes.
package struct DiskSpace: Hashable, Sendable {
    /// What an ordinary user may still write.
    package let freeBytes: Int64
    package let totalBytes: Int64

    package init(freeBytes: Int64, totalBytes: Int64) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
    }

    /// The room of the disk that a file or folder lies on; `nil` when it cannot be told.
    package init?(at path: String) {
        var space = statvfs()
        guard statvfs(path, &space) == 0 else { return nil }
        let unit = UInt64(space.f_frsize)
        freeBytes = Int64(clamping: UInt64(space.f_bavail).multipliedReportingOverflow(by: unit).partialValue)
        totalBytes = Int64(clamping: UInt64(space.f_blocks).multipliedReportingOverflow(by: unit).partialValue)
    }

    /// Whether two paths lie on one disk, so that what is freed at one is room for the other.
    package static func isShared(_ path: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(path, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
    }
}
