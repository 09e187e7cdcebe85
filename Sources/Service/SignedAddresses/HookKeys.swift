internal import Crypto
internal import Foundation
internal import Recordings
internal import Sharing

/// The secret of each entry's webhook: follows from the webhooks' key and the entry's GUID, so that none has to be stored for each entry.
struct HookKeys: Sendable {
    /// Keeps a hook's key from being mistaken for any other signature.
    private static let purpose = "dubber hook 1\n"

    private let key: SigningKey
    private let prefix: String

    /// The keys.
    ///
    /// - Parameters:
    ///   - key: the webhooks', which a rotation of the signing key leaves alone.
    ///   - prefix: the public base URL, empty when it is not known.
    init(key: SigningKey, prefix: String) {
        self.key = key
        self.prefix = prefix
    }

    /// What tells the key from another, without saying anything of it.
    var keyID: String { key.keyID }

    /// The address that Dubber posts to.
    func address(of entry: CallRecIntGUID) -> String {
        let guid = entry.rawValue.addingPercentEncoding(withAllowedCharacters: Self.allowed) ?? ""
        return "\(prefix)/v1/hooks/dubber/\(guid)?key=\(Self.text(code(of: entry)))"
    }

    /// Whether a key is the entry's; compared in constant time.
    func isKey(_ text: String, of entry: CallRecIntGUID) -> Bool {
        guard text.utf8.count == Self.characters, let given = Self.bytes(text) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: Self.signed(entry), using: key.key)
    }

    /// Two hexadecimal digits for each of 32 bytes.
    private static let characters = 64

    private func code(of entry: CallRecIntGUID) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Self.signed(entry), using: key.key)
    }

    private static func signed(_ entry: CallRecIntGUID) -> Data {
        Data((purpose + entry.rawValue).utf8)
    }

    private static func text(_ code: HMAC<SHA256>.MAC) -> String {
        HexText.lowercase(code)
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    private static let allowed = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:"
    )
}
