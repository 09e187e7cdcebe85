import Crypto
import Foundation
import Logging
import Recordings
import Registry
import Service
import TestSupport
import Testing

/// Tokens of an identity provider that must not let anybody in, each for its own reason, and some that must.
@Suite("ID tokens", .timeLimit(.minutes(5)))
struct IDTokenTests {
    struct Row: Sendable {
        let name: String
        /// What the log says is wrong; `nil` for a token that is right.
        let fault: String?
        let spoil: @Sendable (inout IdentityProvider.Token) -> Void

        init(_ name: String, _ fault: String?, _ spoil: @escaping @Sendable (inout IdentityProvider.Token) -> Void) {
            self.name = name
            self.fault = fault
            self.spoil = spoil
        }
    }

    private static let other = P256.Signing.PrivateKey()
    private static var seconds: Int { Int(Date().timeIntervalSince1970) }

    private static let signatures = [
        Row("as it is", nil) { _ in },
        Row("unsigned", "algorithm") {
            $0.header = ["alg": "\"none\""]
            $0.sign = { _ in Data() }
        },
        Row("unsigned, in capitals", "algorithm") {
            $0.header["alg"] = "\"NONE\""
            $0.sign = { _ in Data() }
        },
        Row("without a signature", "algorithm") { $0.sign = { _ in Data() } },
        Row("by the client's secret", "algorithm") {
            $0.header["alg"] = "\"HS256\""
            let key = SymmetricKey(data: Data(IdentityProvider.clientSecret.utf8))
            $0.sign = { Data(HMAC<SHA256>.authenticationCode(for: $0, using: key)) }
        },
        Row("without an algorithm", "algorithm") { $0.header["alg"] = nil },
        Row("by another key", "signature") { $0.sign = { try other.signature(for: $0).rawRepresentation } },
        Row("of other bytes", "signature") { token in
            let sign = token.sign
            token.sign = { try sign($0 + Data([0])) }
        },
        Row("by another algorithm than the key's", "signature") { $0.header["alg"] = "\"ES384\"" },
        Row("by an RSA algorithm", "signature") { $0.header["alg"] = "\"RS256\"" },
        Row("by a key that nobody knows", "keyUnknown") { $0.header["kid"] = "\"elsewhere\"" },
        Row("by a key that is named there alone", "keyUnknown") {
            $0.header["kid"] = "\"own\""
            $0.header["jku"] = "\"https://evil.example/keys\""
        },
        Row("with something that must be understood", "critical") { $0.header["crit"] = "[\"exp\"]" },
        Row("of two parts", "malformed") { $0.assemble = { $0.prefix(2).joined(separator: ".") } },
        Row("of five parts", "malformed") { $0.assemble = { ($0 + $0.prefix(2)).joined(separator: ".") } },
        Row("of no JSON", "malformed") { $0.assemble = { "e30x.\($0[1]).\($0[2])" } },
        Row("too long", "malformed") { $0.claims["long"] = "\"\(String(repeating: "a", count: 70_000))\"" },
        Row("empty", "malformed") { $0.assemble = { _ in "" } },
    ]

    private static let claims = [
        Row("of another issuer", "issuer") { $0.claims["iss"] = "\"https://other.example\"" },
        Row("of no issuer", "issuer") { $0.claims["iss"] = nil },
        Row("for another client", "audience") { $0.claims["aud"] = "\"other\"" },
        Row("for no client", "audience") { $0.claims["aud"] = nil },
        Row("for two clients", "authorizedParty") { $0.claims["aud"] = "[\"\(IdentityProvider.clientID)\",\"other\"]" },
        Row("for two clients, got by the other", "authorizedParty") {
            $0.claims["aud"] = "[\"\(IdentityProvider.clientID)\",\"other\"]"
            $0.claims["azp"] = "\"other\""
        },
        Row("got by another client", "authorizedParty") { $0.claims["azp"] = "\"other\"" },
        Row("for two clients, got by this one", nil) {
            $0.claims["aud"] = "[\"\(IdentityProvider.clientID)\",\"other\"]"
            $0.claims["azp"] = "\"\(IdentityProvider.clientID)\""
        },
        Row("expired", "expired") { $0.claims["exp"] = "\(seconds - 61)" },
        Row("expired within the leeway", nil) { $0.claims["exp"] = "\(seconds - 30)" },
        Row("for ever", "expired") { $0.claims["exp"] = nil },
        Row("until a text", "expired") { $0.claims["exp"] = "\"2099\"" },
        Row("from the future", "early") { $0.claims["iat"] = "\(seconds + 120)" },
        Row("of no time", "early") { $0.claims["iat"] = nil },
        Row("not yet valid", "early") { $0.claims["nbf"] = "\(seconds + 120)" },
        Row("of another sign-in", "nonce") { $0.claims["nonce"] = "\"other\"" },
        Row("of no sign-in", "nonce") { $0.claims["nonce"] = nil },
        Row("of nobody", "subject") { $0.claims["sub"] = nil },
        Row("of an empty somebody", "subject") { $0.claims["sub"] = "\"\"" },
    ]

    @Test("a token lets somebody in only when everything about it is right")
    func tokens() async throws {
        let lines = LogLines()
        try await IdentityProvider.run { provider in
            provider.names(["preferred_username": "\"everything\""])
            var setup = Setup()
            setup.configure = {
                $0.publicBaseURL = "http://127.0.0.1:8080"
                $0.openIDConnect.issuer = provider.issuer
                $0.openIDConnect.clientID = IdentityProvider.clientID
                $0.openIDConnect.clientSecret = Secret(IdentityProvider.clientSecret)
            }
            try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }) { service in
                try service.registry.importFile(Administrators.importFile())
                for row in Self.signatures + Self.claims {
                    provider.spoils(row.spoil)
                    let begun = try await service.client.sendRaw("GET", "/console/sign-in/oidc")
                    let query = IdentityProvider.fields(try #require(begun["Location"]).drop { $0 != "?" }.dropFirst())
                    let code = provider.admit(query)
                    let answer = try await service.client.sendRaw(
                        "GET",
                        "/console/sign-in/oidc/callback?code=\(code)&state=\(try #require(query["state"]))",
                        headers: [try ServiceUnderTest.cookie(begun)]
                    )
                    #expect(answer.status == (row.fault == nil ? 200 : 502), "\(row.name)")
                    #expect(answer.head.contains("resolver_session=") == (row.fault == nil), "\(row.name)")
                    if let fault = row.fault {
                        let line = lines.all.last { $0.contains("sign-in refused") } ?? ""
                        #expect(line.contains("\"fault\": \(fault)"), "\(row.name): \(line)")
                    }
                }
            }
        }
    }
}
