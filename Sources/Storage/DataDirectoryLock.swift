internal import Glibc
internal import Synchronization

/// The right to change what a data directory holds of audio and index, which one process has at a time.
///
/// Locked are a file, which names the holder, and the folder of the audio: so that the lock outlives a lock file that somebody deletes, and can be had
/// on a disk that has no room for the file.
package final class DataDirectoryLock: Sendable {
    package enum Failure: Error, Hashable, Sendable {
        /// Another process has the directory; who that is, as far as it said.
        case held(by: String)
        /// The directory cannot be made, entered or locked.
        case notUsable(problem: String)
    }

    /// The lock file's name in the data directory.
    package static let fileName = "service.lock"
    /// The folder of the audio.
    package static let audioFolder = "audio"
    private static let maximumHolderBytes = 300

    private let locks: Mutex<[FileLock]>

    /// Takes the lock, making the directory where there is none; when that fails, nothing in the directory was changed.
    ///
    /// - Parameters:
    ///   - directory: the data directory, by any of its names.
    ///   - command: what the holder is called, such as `serve`.
    ///   - since: when it began, in words.
    /// - Throws: `held` while another process has it, `notUsable`.
    package init(_ directory: String, command: String, since: String) throws(Failure) {
        do {
            try PrivateFolder.make(directory)
        } catch {
            throw .notUsable(problem: error.problem)
        }
        let path = directory + "/" + Self.fileName
        var file: FileLock?
        do {
            file = try FileLock(making: path, .aloneNow)
        } catch {
            // A full disk may have no room for the file; the folder is locked all the same.
            guard case .system(let failure) = error, failure.isFull else { throw Self.failure(error, path) }
        }
        let folder = directory + "/" + Self.audioFolder
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .notUsable(problem: SystemFailure.last.problem)
        }
        do {
            locks = Mutex([try FileLock(folder, .aloneNow)] + (file.map { [$0] } ?? []))
        } catch {
            throw Self.failure(error, path)
        }
        if let file { Self.write(Self.words(command: command, since: since), to: file) }
    }

    /// Lets go, once; the lock must not be used afterwards.
    package func release() {
        let held = locks.withLock { locks in
            defer { locks = [] }
            return locks
        }
        // What the file says is over before somebody else can have the lock.
        withExtendedLifetime(held) {
            if held.count > 1, let file = held.last { ftruncate(file.descriptor, 0) }
        }
    }

    private static func failure(_ error: FileLock.Failure, _ path: String) -> Failure {
        switch error {
        case .taken: .held(by: holder(path))
        case .system(let failure): .notUsable(problem: "it cannot be locked: \(failure.problem)")
        }
    }

    private static func words(command: String, since: String) -> String {
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(command) (process \(getpid()) on \(host), since \(since))\n"
    }

    private static func write(_ text: String, to file: FileLock) {
        // What cannot be written is not said: the lock holds without it.
        let bytes = Array(text.utf8)
        ftruncate(file.descriptor, 0)
        _ = pwrite(file.descriptor, bytes, bytes.count, 0)
    }

    /// The first line of the lock file, as far as it can be shown.
    private static func holder(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return unknownHolder }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: maximumHolderBytes)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let line = bytes.prefix(max(0, count)).prefix { $0 >= 0x20 && $0 < 0x7F }
        return line.isEmpty ? unknownHolder : String(decoding: line, as: UTF8.self)
    }

    private static let unknownHolder = "another process"
}
