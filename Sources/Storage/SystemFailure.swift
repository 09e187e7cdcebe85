internal import Glibc

/// What a system call failed with.
package struct SystemFailure: Error, Hashable, Sendable {
    /// The operating system's number.
    package let code: Int32

    package init(code: Int32) {
        self.code = code
    }

    /// What the last system call of this thread failed with.
    package static var last: SystemFailure { SystemFailure(code: errno) }

    /// The operating system's words.
    package var problem: String { String(cString: strerror(code)) }

    /// Whether there is no room left, or a quota of it is used up.
    package var isFull: Bool { code == ENOSPC || code == EDQUOT }
}
