import Crypto
import Foundation
import Synchronization
import TestSupport
import Testing

/// An identity provider on the loopback interface, with a key of its own, whose tokens a test may spoil.
final class IdentityProvider: Sendable {
    static let clientID = "playback & resolver"
    static let clientSecret = "planted-client:secret"

    /// What an ID token is made of; values are JSON.
    struct Token: Sendable {
        var header: [String: String]
        var claims: [String: String]
        /// Signs the first two parts.
        var sign: @Sendable (Data) throws -> Data
        /// The whole token, from its three parts.
        var assemble: @Sendable ([String]) -> String = { $0.joined(separator: ".") }

        var text: String {
            get throws {
                let parts = [header, claims].map { fields in
                    let json = fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
                    return Data("{\(json)}".utf8).unpadded
                }
                let signature = try sign(Data(parts.joined(separator: ".").utf8))
                return assemble(parts + [signature.unpadded])
            }
        }
    }

    private struct State: Sendable {
        /// What each code was given for.
        var beginnings: [String: [String: String]] = [:]
        var keys: [(id: String?, key: P256.Signing.PrivateKey)] = []
        var spoil: @Sendable (inout Token) -> Void = { _ in }
        var claims: [String: String] = [:]
        var metadata: [String: String] = [:]
    }

    let server: ScriptedProvider
    private let state = Mutex(State(keys: [("first", P256.Signing.PrivateKey())]))

    var issuer: String { server.baseURL }

    private init(_ server: ScriptedProvider) {
        self.server = server
    }

    /// Runs a provider for as long as the body takes.
    static func run(_ body: @Sendable (IdentityProvider) async throws -> Void) async throws {
        let server = try await ScriptedProvider.start()
        let provider = IdentityProvider(server)
        server.on("GET", "/.well-known/openid-configuration") { _ in .json(200, provider.metadata) }
        server.on("GET", "/keys") { _ in .json(200, provider.keySet) }
        server.on("POST", "/token") { provider.exchange($0) }
        let outcome = await Result { try await body(provider) }
        await server.stop()
        try outcome.get()
    }

    /// From now on tokens have these claims besides the usual ones.
    func names(_ claims: [String: String]) { state.withLock { $0.claims = claims } }

    /// From now on tokens are changed like this.
    func spoils(_ spoil: @escaping @Sendable (inout Token) -> Void) { state.withLock { $0.spoil = spoil } }

    /// From now on the discovery document has these values, which are JSON, or `nil` for none.
    func describes(_ values: [String: String]) { state.withLock { $0.metadata = values } }

    /// From now on tokens are signed by a new key.
    func rotates(to id: String?) { state.withLock { $0.keys = [(id, P256.Signing.PrivateKey())] } }

    /// Lets somebody in, as its page would: remembers what the browser was sent with.
    ///
    /// - Returns: the code to go back with.
    func admit(_ query: [String: String]) -> String {
        let code = "planted-code-\(UUID().uuidString)"
        state.withLock { $0.beginnings[code] = query }
        return code
    }

    /// How often a path was asked for.
    func count(_ path: String) -> Int { server.requests.count { $0.path == path } }

    private var metadata: String {
        let own = [
            "issuer": "\"\(issuer)\"", "authorization_endpoint": "\"\(issuer)/authorize\"",
            "token_endpoint": "\"\(issuer)/token\"", "jwks_uri": "\"\(issuer)/keys\"",
        ]
        let fields = own.merging(state.withLock { $0.metadata }) { $1 }
        return "{\(fields.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}"
    }

    private var keySet: String {
        let keys = state.withLock { $0.keys }.map { id, key in
            let point = key.publicKey.rawRepresentation
            let name = id.map { "\"kid\":\"\($0)\"," } ?? ""
            return
                "{\(name)\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"x\":\"\(Data(point.prefix(32)).unpadded)\","
                + "\"y\":\"\(Data(point.suffix(32)).unpadded)\"}"
        }
        // Keys of kinds that nobody here knows must not keep the others from being read.
        let strange = [
            "{\"kty\":\"XYZ\",\"kid\":\"strange\"}", "{\"kty\":\"RSA\",\"use\":\"enc\",\"alg\":\"RSA-OAEP-256\"}",
        ]
        return "{\"keys\":[\((strange + keys).joined(separator: ","))]}"
    }

    private func exchange(_ request: ScriptedRequest) -> ScriptedReply {
        let fields = Self.fields(request.bodyText)
        let pair = "\(Self.escaped(Self.clientID)):\(Self.escaped(Self.clientSecret))"
        let isClient = request.headers["Authorization"] == "Basic \(Data(pair.utf8).base64EncodedString())"
        // A code is good for once.
        guard let begun = state.withLock({ $0.beginnings.removeValue(forKey: fields["code"] ?? "") }), isClient,
            fields["grant_type"] == "authorization_code", fields["redirect_uri"] == begun["redirect_uri"],
            Data(SHA256.hash(data: Data((fields["code_verifier"] ?? "").utf8))).unpadded == begun["code_challenge"]
        else { return .json(400, #"{"error":"invalid_grant"}"#) }
        let (key, claims, spoil) = state.withLock { ($0.keys[0], $0.claims, $0.spoil) }
        let now = Int(Date().timeIntervalSince1970)
        var token = Token(
            header: ["alg": "\"ES256\""],
            claims: [
                "iss": "\"\(issuer)\"", "aud": "\"\(Self.clientID)\"", "sub": "\"24400320\"", "exp": "\(now + 300)",
                "iat": "\(now)", "nonce": "\"\(begun["nonce"] ?? "")\"",
            ],
            sign: { try key.key.signature(for: $0).rawRepresentation }
        )
        if let id = key.id { token.header["kid"] = "\"\(id)\"" }
        token.claims.merge(claims) { $1 }
        spoil(&token)
        let text = (try? token.text) ?? ""
        return .json(200, #"{"access_token":"planted-access","token_type":"Bearer","id_token":"\#(text)"}"#)
    }

    /// The fields of a form or a query.
    static func fields(_ text: some StringProtocol) -> [String: String] {
        let pairs = String(text).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (parts[0], parts.count > 1 ? parts[1].removingPercentEncoding ?? "" : "")
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? text
    }
}

extension Data {
    /// Base64url without padding.
    var unpadded: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
