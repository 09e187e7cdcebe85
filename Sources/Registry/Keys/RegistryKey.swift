internal import Crypto
internal import Foundation
internal import Glibc
package import Recordings

/// A key that credentials are sealed with.
struct RegistryKey: Sendable, Equatable {
    static let sizeBytes = 32

    let symmetricKey: SymmetricKey

    /// A random key that is kept nowhere.
    init() {
        symmetricKey = SymmetricKey(size: .bits256)
    }

    private init(_ bytes: Data) {
        symmetricKey = SymmetricKey(data: bytes)
    }

    /// The key that was given as text.
    ///
    /// - Throws: `keyRefused` when it is not 32 bytes in Base64.
    init(_ text: Secret) throws(RegistryError) {
        guard let bytes = Data(base64Encoded: text.reveal()), bytes.count == Self.sizeBytes else {
            throw .keyRefused(problem: "must be \(Self.sizeBytes) bytes in Base64")
        }
        self.init(bytes)
    }

    /// Reads a key file.
    ///
    /// - Returns: `nil` when there is no such file.
    /// - Throws: `keyWrong` when the file does not hold a key, `directoryNotUsable` when it cannot be read.
    static func load(_ path: String, of files: RegistryFiles) throws(RegistryError) -> RegistryKey? {
        guard files.identity(of: path) != nil else { return nil }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .directoryNotUsable(path: files.directory, problem: "registry.key cannot be read")
        }
        guard bytes.count == sizeBytes else { throw .keyWrong(path: path) }
        return RegistryKey(bytes)
    }

    /// Makes a random key and a file for it; an existing file is replaced.
    ///
    /// The file appears under its name only when it is whole and on the disk: a key that is lost loses every credential.
    ///
    /// - Throws: `directoryNotUsable`.
    static func create(_ path: String, of files: RegistryFiles) throws(RegistryError) -> RegistryKey {
        let draft = path + "." + UUID().uuidString
        defer { unlink(draft) }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        guard write(bytes, to: draft) else { throw files.notUsable(errno) }
        try files.rename(draft, to: path)
        return RegistryKey(bytes)
    }

    private static func write(_ bytes: Data, to path: String) -> Bool {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, RegistryFiles.fileMode)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        return written == bytes.count && fsync(descriptor) == 0
    }
}

/// Where the key that the registry's values are sealed with comes from.
package enum RegistryKeySource: Sendable {
    /// A file, made at the first start; `nil` is `registry.key` beside the database.
    case file(path: String?)
    /// Given in Base64, such as by the environment; kept nowhere. The second is what a rotation seals with, and tried too.
    case given(Secret, new: Secret?)
}
