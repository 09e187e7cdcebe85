import Crypto
import Foundation

/// What a client makes of a nonce and a password, by itself: SHA-256(nonce + ":" + SHA-256(password)), both in lower-case hex.
enum ClientDigest {
    static func make(nonce: String, password: String) -> String {
        hex("\(nonce):\(hex(password))")
    }

    private static func hex(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }
}
