internal import Glibc

/// A lock on a file or folder, held until it is let go of; it ends with the process.
final class RegistryLock: Sendable {
    enum Kind: Sendable {
        /// Many may hold it at once.
        case shared
        /// Waits until nobody else holds it.
        case alone
        /// Held alone at once, or not at all.
        case aloneNow

        fileprivate var operation: Int32 {
            switch self {
            case .shared: LOCK_SH
            case .alone: LOCK_EX
            case .aloneNow: LOCK_EX | LOCK_NB
            }
        }
    }

    private let descriptor: Int32

    /// - Throws: `inUse` when it cannot be had at once, `directoryNotUsable`.
    init(_ path: String, _ kind: Kind, of files: RegistryFiles) throws(RegistryError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw files.notUsable(errno) }
        while flock(descriptor, kind.operation) != 0 {
            let code = errno
            if code == EINTR { continue }
            throw code == EWOULDBLOCK ? .inUse(path: files.database) : files.notUsable(code)
        }
    }

    deinit { close(descriptor) }
}
