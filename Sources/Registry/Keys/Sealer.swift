internal import Crypto
internal import Foundation
internal import Recordings

/// Seals texts with AES-GCM, each bound to the place where it is kept, so that a sealed value cannot be moved to another row.
///
/// Sealed bytes: the key's id (1 byte), nonce (12), ciphertext, tag (16). An empty text stays empty.
struct Sealer: Sendable {
    /// A registry's first key; each rotation's key gets the next number.
    static let firstKeyID: UInt8 = 1

    let key: RegistryKey
    let keyID: UInt8

    /// - Throws: `sealedValueRefused`, which would mean that the cipher itself fails.
    func seal(_ secret: Secret, at place: SealedPlace) throws(RegistryError) -> Data {
        guard !secret.isEmpty else { return Data() }
        let text = Data(secret.reveal().utf8)
        let box = try? AES.GCM.seal(text, using: key.symmetricKey, authenticating: place.authenticatedData)
        guard let combined = box?.combined else { throw place.refused }
        return [keyID] + combined
    }

    /// - Throws: `sealedValueRefused` when the bytes were changed, sealed elsewhere or sealed with another key.
    func open(_ sealed: Data, at place: SealedPlace) throws(RegistryError) -> Secret {
        guard let sealedWith = sealed.first else { return Secret("") }
        guard sealedWith == keyID,
            let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let text = try? AES.GCM.open(box, using: key.symmetricKey, authenticating: place.authenticatedData)
        else { throw place.refused }
        return Secret(String(decoding: text, as: UTF8.self))
    }
}
