internal import Crypto
internal import Foundation
internal import Glibc

/// The key that credentials are sealed with, in a file beside the database.
struct RegistryKey: Sendable {
    static let sizeBytes = 32

    let symmetricKey: SymmetricKey

    /// Reads the key.
    ///
    /// - Returns: `nil` when there is no key file.
    /// - Throws: `keyWrong` when the file does not hold a key, `directoryNotUsable` when it cannot be read.
    static func load(_ files: RegistryFiles) throws(RegistryError) -> RegistryKey? {
        guard files.identity(of: files.key) != nil else { return nil }
        guard let bytes = FileManager.default.contents(atPath: files.key) else {
            throw .directoryNotUsable(path: files.directory, problem: "registry.key cannot be read")
        }
        guard bytes.count == sizeBytes else { throw .keyWrong(path: files.key) }
        return RegistryKey(symmetricKey: SymmetricKey(data: bytes))
    }

    /// Makes a random key, unless another process makes one first, and reads what is then there.
    ///
    /// The file appears under its name only when it is whole and on the disk: a key that is lost loses every credential.
    ///
    /// - Throws: `directoryNotUsable`, `keyWrong`.
    static func create(_ files: RegistryFiles) throws(RegistryError) -> RegistryKey {
        let draft = files.key + "." + UUID().uuidString
        defer { unlink(draft) }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        guard write(bytes, to: draft), link(draft, files.key) == 0 || errno == EEXIST else {
            throw files.notUsable(errno)
        }
        let directory = open(files.directory, O_RDONLY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        guard let key = try load(files) else { throw .keyMissing(path: files.key) }
        return key
    }

    private static func write(_ bytes: Data, to path: String) -> Bool {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, RegistryFiles.fileMode)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        return written == bytes.count && fsync(descriptor) == 0
    }
}
