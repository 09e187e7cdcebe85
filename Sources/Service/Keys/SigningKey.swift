internal import Crypto
internal import Foundation

/// A key that audio URLs are signed with, kept in a file of its own for the owner alone.
package struct SigningKey: Sendable {
    /// The name by which URLs say which key signed them; made of the key, so that another key has another name.
    let keyID: String
    let key: SymmetricKey

    private static let keyBytes = 32

    init(_ bytes: some ContiguousBytes & Sequence<UInt8>) {
        key = SymmetricKey(data: bytes)
        keyID = SHA256.hash(data: Array(bytes)).prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Reads the key of a data directory, or makes one at the first start.
    ///
    /// - Throws: when the file cannot be read or written, or does not hold a key.
    static func load(directory: String) throws -> SigningKey {
        let path = directory + "/signing.key"
        if let text = FileManager.default.contents(atPath: path) {
            let trimmed = String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard let bytes = Data(base64Encoded: trimmed), bytes.count == keyBytes else {
                throw ServiceStartError.signingKeyUnreadable(path: path)
            }
            return SigningKey(bytes)
        }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        let text = Data((bytes.base64EncodedString() + "\n").utf8)
        let isMade = FileManager.default.createFile(
            atPath: path,
            contents: text,
            attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw ServiceStartError.signingKeyUnreadable(path: path) }
        return SigningKey(bytes)
    }
}
