internal import Foundation
internal import Logging
internal import Recordings
internal import Registry
internal import Transport

/// Signing in by an identity provider: the authorization code flow with PKCE.
///
/// Source: OpenID Connect Core 1.0 §3.1; RFC 7636; RFC 9700 (best current practice).
final class OpenIDConnect: Sendable {
    /// Where the provider sends the browser back to, below the public address.
    static let callbackPath = "/console/sign-in/oidc/callback"

    let settings: OpenIDConnectSettings
    private let redirectAddress: String
    private let clientSecret: Secret
    private let client: HTTPClient
    private let calls: ProviderCalls
    private let provider: KnownProvider
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - settings: with an issuer.
    ///   - publicBaseURL: how browsers reach the service.
    ///   - logger: for the client.
    ///   - now: the clock.
    /// - Throws: `signInNotUsable`.
    init(
        _ settings: OpenIDConnectSettings,
        publicBaseURL: String,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) throws(ServiceStartError) {
        guard !settings.clientID.isEmpty else { throw .signInNotUsable(problem: "oidc.clientID is missing") }
        guard ProviderURL.isRight(publicBaseURL) else {
            throw .signInNotUsable(
                problem: "http.publicBaseURL must be the https address that browsers reach the service by"
            )
        }
        clientSecret = try Self.secret(settings)
        do {
            client = try ProviderCalls.makeClient(for: settings.issuer, logger: logger)
        } catch {
            throw .signInNotUsable(problem: "its client cannot be started (\(error.reason))")
        }
        self.settings = settings
        self.now = now
        redirectAddress = publicBaseURL + Self.callbackPath
        calls = ProviderCalls(client: client)
        provider = KnownProvider(issuer: settings.issuer, calls: calls, now: now)
    }

    func shutdown() async { await client.shutdown() }

    private static func secret(_ settings: OpenIDConnectSettings) throws(ServiceStartError) -> Secret {
        guard !settings.clientSecretFile.isEmpty else { return settings.clientSecret }
        let text = FileManager.default.contents(atPath: settings.clientSecretFile)
            .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        guard let text, !text.isEmpty else {
            throw .signInNotUsable(problem: "the file \(settings.clientSecretFile) holds no client secret")
        }
        return Secret(text)
    }

    /// Where a browser goes to sign in.
    ///
    /// Source: OpenID Connect Core 1.0 §3.1.2.1; RFC 7636 §4.3.
    ///
    /// - Throws: `providerUnreachable`, `discoveryRefused`.
    func address(for beginning: SignInBeginning) async throws(OpenIDConnectFailure) -> String {
        let endpoint = try await provider.metadata().authorizationEndpoint
        let fields = [
            ("response_type", "code"), ("client_id", settings.clientID), ("redirect_uri", redirectAddress),
            ("scope", settings.scopes), ("state", beginning.state), ("nonce", beginning.nonce),
            ("code_challenge", beginning.challenge), ("code_challenge_method", "S256"),
        ]
        let query = fields.map { "\($0)=\(FormText.escaped($1))" }.joined(separator: "&")
        return endpoint + (endpoint.contains("?") ? "&" : "?") + query
    }

    /// Who the provider let in.
    ///
    /// - Parameters:
    ///   - answer: what the browser brings from there.
    ///   - beginning: that the answer must be one to.
    /// - Returns: what the provider says of somebody, checked.
    /// - Throws: `mixedUp`, `denied`, `codeRefused`, `tokenRefused`, `providerUnreachable`, `discoveryRefused`.
    func claims(
        by answer: ProviderAnswer,
        to beginning: SignInBeginning
    ) async throws(OpenIDConnectFailure) -> IDTokenClaims {
        let metadata = try await provider.metadata()
        let code = try answer.code(to: beginning, issuer: settings.issuer, namesIssuer: metadata.namesIssuer)
        let token = try await token(for: code, verifier: beginning.verifier, metadata)
        let claims = try await provider.claims(of: token)
        do throws(IDTokenFault) {
            try claims.check(
                .init(issuer: settings.issuer, clientID: settings.clientID, nonce: beginning.nonce),
                now: now()
            )
        } catch {
            throw .tokenRefused(error)
        }
        return claims
    }

    private struct TokenAnswer: Decodable {
        let token: String

        private enum CodingKeys: String, CodingKey {
            case token = "id_token"
        }
    }

    /// Gives the code for the ID token.
    ///
    /// Source: OpenID Connect Core 1.0 §3.1.3.1 and §9; RFC 6749 §2.3.1 and §4.1.3; RFC 7636 §4.5.
    private func token(
        for code: String,
        verifier: String,
        _ metadata: ProviderMetadata
    ) async throws(OpenIDConnectFailure) -> String {
        var fields = [
            (name: "grant_type", value: "authorization_code"), ("code", code), ("redirect_uri", redirectAddress),
            ("code_verifier", verifier),
        ]
        var authorization: Secret?
        if clientSecret.isEmpty || metadata.takesSecretInBodyOnly {
            fields.append(("client_id", settings.clientID))
            if !clientSecret.isEmpty { fields.append(("client_secret", clientSecret.reveal())) }
        } else {
            let pair = "\(FormText.escaped(settings.clientID)):\(FormText.escaped(clientSecret.reveal()))"
            authorization = Secret("Basic \(Data(pair.utf8).base64EncodedString())")
        }
        let answer = try await calls.post(fields, to: metadata.tokenEndpoint, authorization: authorization)
        guard answer.isDone, let token = try? JSONDecoder().decode(TokenAnswer.self, from: Data(answer.body)).token
        else { throw .codeRefused }
        return token
    }
}
