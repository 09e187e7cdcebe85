internal import Foundation
internal import JWTKit

/// The keys that an identity provider signs with.
///
/// Source: RFC 7517 §5: keys that are not understood are passed over.
struct ProviderKeys: Sendable {
    static let maximumCount = 64
    /// The shortest RSA modulus, in characters of base64url: 2048 bits (RFC 7518 §3.3).
    private static let minimumModulusLength = 342

    /// Ways of signing that are taken: by a private key, never by a shared secret or not at all (RFC 8725 §3.1).
    static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    private struct Key: Decodable, Sendable {
        private enum CodingKeys: String, CodingKey {
            case use
        }

        let key: JWK?

        init(from decoder: any Decoder) throws {
            let use = try? decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .use)
            var key = try? JWK(from: decoder)
            key?.privateExponent = nil
            self.key = use == nil || use == "sig" ? key : nil
        }
    }

    private struct Document: Decodable {
        let keys: [Key]
    }

    private let keys: [JWK]

    static let none = ProviderKeys()

    private init() {
        keys = []
    }

    /// - Throws: `providerUnreachable` for what is no key set.
    init(json: [UInt8]) throws(OpenIDConnectFailure) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)) else {
            throw .providerUnreachable
        }
        keys = document.keys.prefix(Self.maximumCount).compactMap(\.key).filter(Self.isStrong)
    }

    private static func isStrong(_ key: JWK) -> Bool {
        key.keyType != .rsa || (key.modulus ?? "").utf8.count >= minimumModulusLength
    }

    /// The claims of a token whose signature is right.
    ///
    /// - Throws: `malformed`, `algorithm`, `critical`, `keyUnknown`, `signature`.
    func claims(of token: String) async throws(IDTokenFault) -> IDTokenClaims {
        let header = try IDTokenHeader(of: token)
        let candidates = keys.filter { key in
            (header.keyID == nil || key.keyIdentifier?.string == header.keyID)
                && (key.algorithm == nil || key.algorithm?.rawValue == header.algorithm)
        }
        guard !candidates.isEmpty else { throw .keyUnknown }
        for key in candidates {
            if let claims = await Self.claims(of: token, by: key) { return claims }
        }
        throw .signature
    }

    private static func claims(of token: String, by key: JWK) async -> IDTokenClaims? {
        var key = key
        key.keyIdentifier = key.keyIdentifier ?? "only"
        let collection = JWTKeyCollection()
        _ = try? await collection.add(jwk: key)
        return try? await collection.verify(token, as: IDTokenClaims.self)
    }
}
