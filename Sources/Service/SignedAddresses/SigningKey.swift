internal import Crypto
internal import Foundation
internal import Sharing

/// A key that audio URLs or webhooks are signed with.
struct SigningKey: Sendable, Hashable {
    private static let sizeBytes = 32

    /// The name by which URLs say which key signed them; made of the key, so that another key has another name.
    let keyID: String
    let key: SymmetricKey

    /// A random key.
    init() {
        self.init(bytes: SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) })
    }

    /// The key that a file holds as a line.
    ///
    /// - Returns: `nil` when the text is not 32 bytes in Base64.
    init?(text: some StringProtocol) {
        guard let bytes = Data(base64Encoded: String(text)), bytes.count == Self.sizeBytes else { return nil }
        self.init(bytes: bytes)
    }

    private init(bytes: Data) {
        key = SymmetricKey(data: bytes)
        keyID = HexText.lowercase(SHA256.hash(data: bytes).prefix(4))
    }

    /// The key as a file holds it.
    var text: String {
        key.withUnsafeBytes { Data($0) }.base64EncodedString()
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(keyID)
    }
}
