internal import Foundation

/// A folder's lock, held by one at a time among all processes; goes with the process if not before.
final class DirectoryLock {
    private let descriptor: Int32

    /// Waits for the lock.
    ///
    /// - Returns: `nil` when there is no such folder.
    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                return nil
            }
        }
    }

    deinit { close(descriptor) }
}
