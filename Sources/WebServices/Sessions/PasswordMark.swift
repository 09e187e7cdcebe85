internal import Crypto
internal import Recordings

/// Tells whether a password is still the same, and nothing else about it.
struct PasswordMark: Hashable, Sendable {
    /// Of this process alone.
    private static let key = SymmetricKey(size: .bits256)

    private let code: [UInt8]

    /// - Parameter verifier: what the user's password is verified with.
    init(_ verifier: Secret) {
        code = Array(HMAC<SHA256>.authenticationCode(for: Array(verifier.reveal().utf8), using: Self.key))
    }
}
