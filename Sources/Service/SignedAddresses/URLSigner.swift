internal import Crypto
internal import Foundation
internal import Recordings

/// Signs audio URLs and checks their signatures.
struct URLSigner: Sendable {
    private let keys: SigningKeyRing
    private let lifetimeSeconds: Int
    private let prefix: String

    init(keys: SigningKeyRing, lifetimeSeconds: Int, prefix: String) {
        self.keys = keys
        self.lifetimeSeconds = lifetimeSeconds
        self.prefix = prefix
    }

    /// An address under which `username` can listen for a while.
    func address(entry: CallRecIntGUID, recording: RecordingID, username: String, now: Date) -> String {
        let key = keys.keys.current
        let url = AudioURL(
            entry: entry,
            recording: recording,
            username: username,
            expiresAt: Int64(now.timeIntervalSince1970) + Int64(lifetimeSeconds),
            keyID: key.keyID
        )
        let code = HMAC<SHA256>.authenticationCode(for: Array(url.signedText.utf8), using: key.key)
        return url.address(prefix: prefix, signature: Self.text(Data(code)))
    }

    /// Whether the signature is ours; compared in constant time.
    ///
    /// - Returns: until when its key is accepted, in seconds since 1970; `nil` when the signature is not ours. The URL's own expiry is another
    ///   matter.
    func acceptance(of url: AudioURL, signature: String) -> Int64? {
        guard let (key, until) = keys.keys.accepted(url.keyID), let code = Self.bytes(signature) else { return nil }
        let text = Array(url.signedText.utf8)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: text, using: key.key) ? until : nil
    }

    /// Whether URLs of a key are accepted, at seconds since 1970.
    func accepts(keyID: String, at seconds: Int64) -> Bool {
        keys.keys.accepted(keyID).map { seconds < $0.until } ?? false
    }

    /// Grows when the keys change.
    var generation: UInt64 { keys.generation }

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
        // 32 bytes are 43 characters.
        guard text.utf8.count == 43 else { return nil }
        var letters = Data(capacity: 44)
        for letter in text.utf8 {
            switch letter {
            case UInt8(ascii: "+"), UInt8(ascii: "/"): return nil
            case UInt8(ascii: "-"): letters.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): letters.append(UInt8(ascii: "/"))
            default: letters.append(letter)
            }
        }
        letters.append(UInt8(ascii: "="))
        // The last one must not carry stray bits, or one code had several spellings.
        guard let data = Data(base64Encoded: letters), data.base64EncodedData() == letters else { return nil }
        return data
    }
}
