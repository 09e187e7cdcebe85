internal import Foundation
internal import Storage

/// The file with the key that webhooks' secrets follow from, `hooks.key` in the data directory.
///
/// It stays when the key of audio URLs is rotated, so that the addresses registered at the provider keep working.
struct HookKeyFile: Sendable {
    let directory: String
    private var path: String { directory + "/hooks.key" }

    /// Reads the key, or makes it.
    ///
    /// - Parameter first: becomes the key where there is none yet.
    /// - Returns: the key.
    /// - Throws: `hookKeyUnreadable`.
    func load(first: SigningKey) throws(ServiceStartError) -> SigningKey {
        guard let lock = try? FileLock(directory, .alone) else { throw .hookKeyUnreadable(path: path) }
        defer { withExtendedLifetime(lock) {} }
        let file = PrivateFile(path: path)
        guard file.exists else {
            guard file.replace(with: first.text + "\n") else { throw .hookKeyUnreadable(path: path) }
            return first
        }
        guard let text = file.read(), let key = SigningKey(text: text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { throw .hookKeyUnreadable(path: path) }
        return key
    }
}
