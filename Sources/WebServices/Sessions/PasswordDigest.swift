internal import Crypto
internal import Recordings
internal import Sharing

/// The answer to a nonce: lower-case hex of SHA-256(nonce + ":" + lower-case hex SHA-256(password)).
///
/// Source: Web Services API, "Session"; the digest is ours, since the original's is unknown. To be replaced here.
enum PasswordDigest {
    /// The digest that is expected; `verifier` is the lower-case hex SHA-256 of the password.
    static func make(nonce: String, verifier: Secret) -> String {
        HexText.lowercase(SHA256.hash(data: Array("\(nonce):\(verifier.reveal())".utf8)))
    }

    /// Whether a given digest is the expected one, without regard to case, in a time that does not tell how much of it is right.
    static func matches(_ given: String, _ expected: String) -> Bool {
        let given = Array(given.lowercased().utf8)
        let expected = Array(expected.utf8)
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
