internal import Glibc

/// A folder that its owner alone can enter.
package enum PrivateFolder {
    private static let mode: mode_t = 0o700

    /// Makes the folder, and those that it lies in, where they are missing; one that is there keeps its mode, since it may be shared on purpose.
    ///
    /// - Throws: what the system refuses; `ENOTDIR` where a file lies in the way.
    package static func make(_ path: String) throws(SystemFailure) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemFailure(code: ENOTDIR) }
            return
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        var made = path.hasPrefix("/") ? "" : "."
        for part in parts {
            made += "/" + part
            guard mkdir(made, mode) == 0 || errno == EEXIST else { throw .last }
        }
    }
}
