internal import Foundation
internal import Glibc
internal import Registry

/// Why a command leaves a data directory alone.
///
/// Only `serve`, `demo` and `import --create` make a registry: whatever else is given a folder without one was given the wrong one.
package enum RegistryRequirement: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is none where one is needed; an import says how to make it.
    case missing(directory: String, isImport: Bool)
    /// Whether there is one cannot be told, or it cannot be used.
    case closed(directory: String, problem: String)
    /// It is somebody else's: closed to this user, or, to root, left alone since files made here would be closed to its owner.
    case ofAnother(user: String, directory: String)

    package var description: String {
        switch self {
        case .missing(let directory, false):
            "There is no registry in \(directory); --data or data.directory must name the service's data directory. "
                + "`serve` and `import FILE --create` make a new one."
        case .missing(let directory, true):
            "There is no registry in \(directory); --data or data.directory must name the service's data directory. "
                + "With --create a new one is made there."
        case .closed(let directory, let problem):
            "The data directory \(directory) cannot be used: \(problem)."
        case .ofAnother(let user, let directory):
            "The data directory \(directory) belongs to the user \(user). Run this as that user: "
                + "sudo -u \(user) playback-resolver …"
        }
    }

    /// Makes sure that a registry is there that the present user may work with; nothing is made or opened.
    ///
    /// - Parameters:
    ///   - directory: the data directory.
    ///   - isImport: what a refusal goes by.
    /// - Throws: each of the cases.
    package static func check(_ directory: String, isImport: Bool = false) throws(RegistryRequirement) {
        let path = directory + "/" + Registry.fileName
        guard access(path, F_OK) == 0 else {
            let code = errno
            guard code != ENOENT, code != ENOTDIR else { throw .missing(directory: directory, isImport: isImport) }
            try checkOwner(of: directory, in: directory, isClosed: true)
            throw .closed(directory: directory, problem: String(cString: strerror(code)))
        }
        try checkOwner(of: path, in: directory, isClosed: access(path, R_OK | W_OK) != 0)
    }

    /// Makes sure that what is made in a directory will be its owner's; one that is not there is made by whoever comes.
    ///
    /// - Throws: `ofAnother`.
    package static func checkMaking(in directory: String) throws(RegistryRequirement) {
        try checkOwner(of: directory, in: directory, isClosed: false)
    }

    private static func checkOwner(
        of path: String,
        in directory: String,
        isClosed: Bool
    ) throws(RegistryRequirement) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let owner = (attributes?[.ownerAccountID] as? NSNumber)?.uint32Value, owner != geteuid(),
            isClosed || geteuid() == 0
        else { return }
        throw .ofAnother(user: name(of: owner), directory: directory)
    }

    /// A user's name; of one without, the number as `sudo -u` takes it.
    private static func name(of user: uid_t) -> String {
        guard let entry = getpwuid(user) else { return "#\(user)" }
        return String(cString: entry.pointee.pw_name)
    }
}
