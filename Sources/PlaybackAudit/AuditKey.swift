internal import Crypto
internal import Foundation

/// The key that the audit's rows are chained with: who does not have it can neither add a row nor stand for removed ones.
///
/// It lies outside the database (record 0037).
struct AuditKey: Sendable, Equatable {
    private static let sizeBytes = 32

    private let key: SymmetricKey

    /// A random key.
    init() {
        key = SymmetricKey(size: .bits256)
    }

    /// The key that a file holds as a line.
    ///
    /// - Returns: `nil` when the text is not 32 bytes in Base64.
    init?(text: String) {
        guard let bytes = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
            bytes.count == Self.sizeBytes
        else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// The key as a file holds it.
    var text: String { key.withUnsafeBytes { Data($0) }.base64EncodedString() + "\n" }

    /// Tells one key from another without saying anything of it: 32 of the bits of a hash of 256 random ones.
    var fingerprint: String {
        Data(SHA256.hash(data: Data(text.utf8)).prefix(4)).hex
    }

    /// What the codes of one kind are made with, so that none can stand for one of another kind.
    func derived(for purpose: String, _ context: Data = Data()) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key,
            info: Data("playback-resolver audit \(purpose)\n".utf8) + context,
            outputByteCount: Self.sizeBytes
        )
    }
}

/// Values in the one form that hashes and codes are made of: each with its length, so that no two lists have one form.
struct AuditForm {
    private(set) var bytes: Data

    init(after previous: Data = Data(), _ values: [String?]) {
        bytes = previous
        for value in values {
            if let value {
                bytes += Data("\(value.utf8.count):\(value),".utf8)
            } else {
                bytes += Data("-,".utf8)
            }
        }
    }

    /// The code of this form.
    func code(with key: SymmetricKey) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
    }

    /// Whether a code is this form's; compared in constant time.
    func hasCode(_ code: Data, with key: SymmetricKey) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: bytes, using: key)
    }
}
