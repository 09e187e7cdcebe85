internal import Crypto
internal import Foundation
internal import Recordings
internal import Sharing

/// What a console session is kept and looked up by: the SHA-256 of its id.
///
/// A plain hash suffices, because ids are 256 random bits; and a dictionary of hashes gives away nothing by its timing.
struct SessionKey: Sendable, Hashable {
    /// How random an id is, in bytes.
    private static let idBytes = 32
    /// The length of an id in base64url.
    private static let idLength = 43

    private let bytes: [UInt8]

    private init(hashing id: String) {
        bytes = Array(SHA256.hash(data: Array(id.utf8)))
    }

    /// The key of an id that somebody brings; `nil` for what cannot be one.
    init?(of id: Secret) {
        guard id.reveal().utf8.count == Self.idLength else { return nil }
        self.init(hashing: id.reveal())
    }

    /// A fresh id, which is told once and not kept, and its key.
    static func make() -> (id: Secret, key: SessionKey) {
        let random = SymmetricKey(size: SymmetricKeySize(bitCount: idBytes * 8))
        let id = random.withUnsafeBytes { Data($0) }.base64URL
        return (Secret(id), SessionKey(hashing: id))
    }
}
