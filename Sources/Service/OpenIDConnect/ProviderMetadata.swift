internal import Foundation

/// What an identity provider says of itself, as far as it is used.
///
/// Source: OpenID Connect Discovery 1.0 §3; RFC 9207 §3.
struct ProviderMetadata: Sendable, Hashable {
    let authorizationEndpoint: String
    let tokenEndpoint: String
    let keysAddress: String
    /// Whether every answer of it names its issuer, so that one which does not is another's.
    let namesIssuer: Bool
    /// Whether it takes a client's secret in the request's body alone.
    let takesSecretInBodyOnly: Bool

    private struct Document: Decodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let keysAddress: String
        let namesIssuer: Bool?
        let authenticationMethods: [String]?

        private enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case keysAddress = "jwks_uri"
            case namesIssuer = "authorization_response_iss_parameter_supported"
            case authenticationMethods = "token_endpoint_auth_methods_supported"
        }
    }

    /// Reads the discovery document.
    ///
    /// - Parameters:
    ///   - json: as it came.
    ///   - issuer: whose it must be, to the letter (OpenID Connect Discovery 1.0 §4.3).
    /// - Throws: `discoveryRefused`.
    init(json: [UInt8], issuer: String) throws(OpenIDConnectFailure) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)), document.issuer == issuer,
            ProviderURL.isRight(document.authorizationEndpoint), ProviderURL.isRight(document.tokenEndpoint),
            ProviderURL.isRight(document.keysAddress)
        else { throw .discoveryRefused }
        authorizationEndpoint = document.authorizationEndpoint
        tokenEndpoint = document.tokenEndpoint
        keysAddress = document.keysAddress
        namesIssuer = document.namesIssuer ?? false
        let methods = document.authenticationMethods ?? []
        takesSecretInBodyOnly = methods.contains("client_secret_post") && !methods.contains("client_secret_basic")
    }

    /// Where an issuer's document is.
    ///
    /// Source: OpenID Connect Discovery 1.0 §4.
    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }
}
