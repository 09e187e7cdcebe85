internal import Crypto
internal import Foundation
internal import Recordings

/// Signs audio URLs and checks their signatures.
struct URLSigner: Sendable {
    private let key: SigningKey
    private let lifetimeSeconds: Int
    private let prefix: String

    init(key: SigningKey, lifetimeSeconds: Int, prefix: String) {
        self.key = key
        self.lifetimeSeconds = lifetimeSeconds
        self.prefix = prefix
    }

    /// An address under which `username` can listen for a while.
    func address(entry: CallRecIntGUID, recording: RecordingID, username: String, now: Date) -> String {
        let url = AudioURL(
            entry: entry,
            recording: recording,
            username: username,
            expiresAt: Int64(now.timeIntervalSince1970) + Int64(lifetimeSeconds),
            keyID: key.keyID
        )
        let code = HMAC<SHA256>.authenticationCode(for: Data(url.signedText.utf8), using: key.key)
        return url.address(prefix: prefix, signature: Self.text(Data(code)))
    }

    /// Whether the signature is ours; compared in constant time.
    ///
    /// Expiry is another matter.
    func isSigned(_ url: AudioURL, signature: String) -> Bool {
        guard url.keyID == key.keyID, let code = Self.bytes(signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(url.signedText.utf8), using: key.key)
    }

    /// Base64 with the URL alphabet, without padding (RFC 4648 §5).
    private static func text(_ data: Data) -> String {
        var letters = data.base64EncodedData()
        while letters.last == UInt8(ascii: "=") { letters.removeLast() }
        for index in letters.indices {
            switch letters[index] {
            case UInt8(ascii: "+"): letters[index] = UInt8(ascii: "-")
            case UInt8(ascii: "/"): letters[index] = UInt8(ascii: "_")
            default: continue
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func bytes(_ text: String) -> Data? {
        // 32 bytes are 43 characters; the last one must not carry stray bits, or one code had several spellings.
        guard text.utf8.count == 43, !text.contains("+"), !text.contains("/") else { return nil }
        let standard = text.replacing("-", with: "+").replacing("_", with: "/") + "="
        guard let data = Data(base64Encoded: standard), Self.text(data) == text else { return nil }
        return data
    }
}
