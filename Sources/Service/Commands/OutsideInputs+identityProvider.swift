internal import Crypto
internal import Foundation
internal import Registry
internal import Sharing

extension OutsideInputs {
    /// What an identity provider says, and how it is read: its description, its keys and a token of theirs.
    package struct IdentityProviderWords: Sendable {
        private static let issuer = "https://id.example"
        private static let claims: [String: JSONValue] = ["iss": .text(issuer), "sub": .text("1"), "exp": .number(9)]

        /// A description, and a key set with a token of it on the next line.
        package let description: String
        package let signed: String
        private let keys: String

        /// - Throws: when nothing can be signed.
        package init() throws {
            // Always the same, so that a seed means the same inputs.
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(1...32))
            keys = """
                {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","use":"sig","x":"\(key.publicKey.rawRepresentation.base64URL)"}]}
                """
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let parts = [Data(#"{"alg":"EdDSA","kid":"a"}"#.utf8), try encoder.encode(Self.claims)].map(\.base64URL)
            let token = parts.joined(separator: ".")
            signed = "\(keys)\n\(token).\(try key.signature(for: Data(token.utf8)).base64URL)"
            description = """
                {"issuer":"\(Self.issuer)","authorization_endpoint":"\(Self.issuer)/a","token_endpoint":"\(Self.issuer)/t",\
                "jwks_uri":"\(Self.issuer)/k"}
                """
        }

        /// Reads a description, or keys and a token.
        ///
        /// - Returns: what is wrong with what was read; `nil` when nothing is.
        package func broken(by input: [UInt8]) async -> String? {
            _ = try? ProviderMetadata(json: input, issuer: Self.issuer)
            let text = String(decoding: input, as: UTF8.self)
            let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            guard lines.count == 2, let keys = try? ProviderKeys(json: Array(lines[0].utf8)),
                let claims = try? await keys.claims(of: String(lines[1]))
            else { return nil }
            return claims.values == Self.claims || lines[0] != self.keys
                ? nil : "a token that nobody signed was accepted"
        }

        /// Whether what was signed is taken, as it must be.
        package var isTaken: Bool {
            get async {
                let lines = signed.split(separator: "\n")
                return await (try? ProviderKeys(json: Array(lines[0].utf8)).claims(of: String(lines[1]))) != nil
            }
        }
    }
}
