internal import Crypto
package import Recordings

/// What is kept of a password.
package enum PasswordVerifier {
    /// The lower-case hex SHA-256 of a password: what the Web Services API's nonce is hashed with.
    package static func make(from password: Secret) -> Secret {
        let digits = Array("0123456789abcdef".utf8)
        let hex = SHA256.hash(data: Array(password.reveal().utf8)).flatMap { byte in
            [digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]]
        }
        return Secret(String(decoding: hex, as: UTF8.self))
    }
}
