internal import Crypto
internal import Recordings

/// The SHA-256 of a token's secret: what tokens are kept and looked up by.
///
/// A plain hash suffices, because secrets are 256 random bits; and a dictionary of hashes gives away nothing by its timing.
struct TokenHash: Hashable, Sendable {
    /// 32 bytes.
    let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(of secret: Secret) {
        bytes = Array(SHA256.hash(data: Array(secret.reveal().utf8)))
    }
}
