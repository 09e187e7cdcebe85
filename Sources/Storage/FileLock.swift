internal import Glibc

/// The lock of a file or folder among all processes, held until it is let go of; it ends with the process, however that ends.
///
/// What a lock file says is for people: the lock alone decides, so a file that a dead process left behind locks nothing.
package final class FileLock: Sendable {
    package enum Kind: Sendable {
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

    package enum Failure: Error, Hashable, Sendable {
        /// Somebody else holds it.
        case taken
        case system(SystemFailure)
    }

    let descriptor: CInt

    /// Locks what is there.
    ///
    /// - Throws: `taken` when it cannot be had at once, or what the system refuses.
    package convenience init(_ path: String, _ kind: Kind) throws(Failure) {
        try self.init(path, kind, opening: O_RDONLY)
    }

    /// Locks a file, which is made for its owner alone where there is none.
    ///
    /// - Throws: `taken` when it cannot be had at once, or what the system refuses.
    package convenience init(making path: String, _ kind: Kind) throws(Failure) {
        try self.init(path, kind, opening: O_RDWR | O_CREAT | O_NOFOLLOW)
    }

    private init(_ path: String, _ kind: Kind, opening flags: Int32) throws(Failure) {
        while true {
            let descriptor = open(path, flags | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw .system(.last) }
            if let failure = Self.lock(descriptor, kind) {
                close(descriptor)
                throw failure
            }
            // Meanwhile the file may have been deleted or replaced: whoever comes next would lock another one.
            if Self.isSame(descriptor, path) {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    /// Holds the lock alone from now on, if nobody else holds it.
    ///
    /// - Returns: `false` when somebody does; then it is perhaps not held any more.
    package func becomesAlone() -> Bool {
        Self.lock(descriptor, .aloneNow) == nil
    }

    private static func lock(_ descriptor: CInt, _ kind: Kind) -> Failure? {
        while flock(descriptor, kind.operation) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return .taken
            default: return .system(.last)
            }
        }
        return nil
    }

    private static func isSame(_ descriptor: CInt, _ path: String) -> Bool {
        var held = stat()
        var named = stat()
        guard fstat(descriptor, &held) == 0, stat(path, &named) == 0 else { return false }
        return held.st_dev == named.st_dev && held.st_ino == named.st_ino
    }

    deinit { close(descriptor) }
}
