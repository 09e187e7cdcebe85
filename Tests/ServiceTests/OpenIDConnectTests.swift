import Crypto
import Foundation
import Logging
import Recordings
import Registry
import Service
import TestSupport
import Testing

/// Signing in to the console by an identity provider, against one of the tests' own.
@Suite("OpenID Connect", .timeLimit(.minutes(5)))
struct OpenIDConnectTests {
    private static let publicBaseURL = "http://127.0.0.1:8080"
    private static let callback = "/console/sign-in/oidc/callback"

    private static func run(
        logger: Logger = RunningSimulator.quiet,
        configure: @escaping @Sendable (inout ServiceConfiguration) -> Void = { _ in },
        _ body: @Sendable (ServiceUnderTest, IdentityProvider) async throws -> Void
    ) async throws {
        try await IdentityProvider.run { provider in
            provider.names(["preferred_username": "\"head office\""])
            var setup = Setup()
            setup.configure = { configuration in
                configuration.publicBaseURL = publicBaseURL
                configuration.openIDConnect.issuer = provider.issuer
                configuration.openIDConnect.clientID = IdentityProvider.clientID
                configuration.openIDConnect.clientSecret = Secret(IdentityProvider.clientSecret)
                configuration.openIDConnect.label = "Example & Co"
                configure(&configuration)
            }
            try await ServiceUnderTest.run(setup, logger: logger) { service in
                try service.registry.importFile(Administrators.importFile())
                try await body(service, provider)
            }
        }
    }

    /// A browser that was sent to the provider.
    private struct Beginning {
        let query: [String: String]
        let cookie: ServiceUnderTest.Header
    }

    private static func begin(_ service: ServiceUnderTest, to target: String = "/") async throws -> Beginning {
        let answer = try await service.client.sendRaw("GET", "/console/sign-in/oidc?to=\(target)")
        let location = try #require(answer["Location"], "\(answer.status) \(answer.text)")
        return Beginning(
            query: IdentityProvider.fields(location.drop { $0 != "?" }.dropFirst()),
            cookie: try ServiceUnderTest.cookie(answer)
        )
    }

    /// Comes back from the provider.
    private static func end(
        _ service: ServiceUnderTest,
        _ fields: [String: String?],
        cookie: ServiceUnderTest.Header?
    ) async throws -> RawConnection.Answer {
        let query = fields.compactMap { name, value in
            value?.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { "\(name)=\($0)" }
        }
        return try await service.client.sendRaw(
            "GET",
            "\(callback)?\(query.joined(separator: "&"))",
            headers: cookie.map { [$0] } ?? []
        )
    }

    /// Goes the whole way.
    private static func signIn(
        _ service: ServiceUnderTest,
        _ provider: IdentityProvider,
        to target: String = "/"
    ) async throws -> RawConnection.Answer {
        let begun = try await begin(service, to: target)
        let code = provider.admit(begun.query)
        return try await end(service, ["code": code, "state": begun.query["state"]], cookie: begun.cookie)
    }

    /// The session's cookie of an answer that has two.
    private static func session(_ answer: RawConnection.Answer) -> ServiceUnderTest.Header? {
        let line = answer.head.split(separator: "\r\n").first { $0.contains(": resolver_session=") }
        return line.map { ("Cookie", String($0.drop { $0 != ":" }.dropFirst(2).prefix { $0 != ";" })) }
    }

    @Test(
        "an administrator of the registry whom the provider names comes in, with its own scope, and goes on to the page"
    )
    func administrator() async throws {
        try await Self.run { service, provider in
            let page = try await service.client.send("GET", "/console/sign-in?to=%2Fconsole%2Fwhy%3Fa%3Db")
            #expect(
                page.text.contains(
                    "href=\"/console/sign-in/oidc?to=%2Fconsole%2Fwhy%3Fa%3Db\">Sign in with Example &amp; Co<"
                )
            )
            let answer = try await Self.signIn(service, provider, to: "%2Fconsole%2Fwhy%3Fa%3Db")
            #expect(answer.status == 200)
            #expect(answer["Refresh"] == "0; url=/console/why?a=b")
            #expect(answer.text.contains("<a href=\"/console/why?a=b\">"))
            #expect(answer.head.contains("resolver_sign_in=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"))
            let session = try #require(Self.session(answer))
            let start = try await service.client.send("GET", "/", headers: [session])
            #expect(start.text.contains("<strong>head office</strong>"))
            #expect(start.text.contains("Administrator of Telephony Server 1</span>"))
            try service.registry.setPassword(Secret("a wholly new one"), of: "head office")
            #expect(try await service.client.sendRaw("GET", "/", headers: [session]).status == 303)
        }
    }

    @Test("a browser is sent with what ties the answer to it: state, nonce and PKCE")
    func beginning() async throws {
        try await Self.run { service, provider in
            let first = try await Self.begin(service)
            let second = try await Self.begin(service)
            #expect(first.query["response_type"] == "code")
            #expect(first.query["client_id"] == IdentityProvider.clientID)
            #expect(first.query["redirect_uri"] == Self.publicBaseURL + Self.callback)
            #expect(first.query["scope"] == "openid profile")
            #expect(first.query["code_challenge_method"] == "S256")
            for name in ["state", "nonce", "code_challenge"] {
                #expect(first.query[name]?.utf8.count == 43)
                #expect(first.query[name] != second.query[name])
            }
            let state = try #require(first.query["state"])
            #expect(!first.cookie.value.contains(state))
            #expect(provider.count("/.well-known/openid-configuration") == 1)
        }
    }

    @Test("who is nobody here does not come in, unless a role opens the door")
    func roles() async throws {
        let configure: @Sendable (inout ServiceConfiguration) -> Void = {
            $0.openIDConnect.roleClaim = "groups"
            $0.openIDConnect.administratorRole = "playback-admins"
            $0.openIDConnect.reportRole = "report-readers"
        }
        try await Self.run(configure: configure) { service, provider in
            let rows: [(claims: [String: String], expected: String?)] = [
                (["preferred_username": "\"visitor\""], nil),
                (["preferred_username": "\"nobody\"", "groups": "[\"others\"]"], nil),
                (["preferred_username": "\"nobody\"", "groups": "\"playback-admins\""], "Administrator</span>"),
                (["preferred_username": "\"nobody\"", "groups": "[\"x\",\"report-readers\"]"], "Reports</span>"),
                (
                    ["preferred_username": "\"leeds\"", "groups": "[\"playback-admins\"]"],
                    "Administrator of Partition 2"
                ),
                (["preferred_username": "\"\"", "groups": "[\"playback-admins\"]"], nil),
                (["preferred_username": "7", "groups": "[\"playback-admins\"]"], nil), ([:], nil),
            ]
            for row in rows {
                provider.names(row.claims)
                let answer = try await Self.signIn(service, provider)
                #expect(answer.status == (row.expected == nil ? 403 : 200), "\(row.claims)")
                guard let expected = row.expected else {
                    #expect(Self.session(answer) == nil, "\(row.claims)")
                    #expect(answer.text.contains("no administrator here"))
                    continue
                }
                let session = try #require(Self.session(answer))
                #expect(
                    try await service.client.send("GET", "/", headers: [session]).text.contains(expected),
                    "\(row.claims)"
                )
            }
        }
    }

    @Test("an answer to another beginning, of another provider or of none is refused on a page, and nothing is asked")
    func mixedUp() async throws {
        try await Self.run { service, provider in
            let begun = try await Self.begin(service)
            let other = try await Self.begin(service)
            let (state, code) = (begun.query["state"], provider.admit(begun.query))
            let rows: [(fields: [String: String?], cookie: ServiceUnderTest.Header?, status: Int)] = [
                (["code": code, "state": state], nil, 400),
                (["code": code, "state": state], ("Cookie", "resolver_sign_in=AAAA"), 400),
                (["code": code, "state": state], other.cookie, 400), (["code": code], begun.cookie, 400),
                (["code": code, "state": "x"], begun.cookie, 400),
                (["code": code, "state": state, "iss": "https://other.example"], begun.cookie, 400),
                (["error": "access_denied", "state": state], begun.cookie, 403), (["state": state], begun.cookie, 403),
            ]
            for row in rows {
                let answer = try await Self.end(service, row.fields, cookie: row.cookie)
                #expect(answer.status == row.status, "\(row.fields)")
                #expect(answer["Content-Type"] == "text/html; charset=utf-8")
                #expect(answer.text.contains("<code>\(answer["X-Request-Id"] ?? "none")</code>"))
                #expect(!answer.text.contains(code) && Self.session(answer) == nil)
            }
            #expect(provider.count("/token") == 0)
            let right = ["code": code, "state": state, "iss": provider.issuer]
            #expect(try await Self.end(service, right, cookie: begun.cookie).status == 200)
            let again = try await Self.end(service, right, cookie: begun.cookie)
            #expect(again.status == 502, "a code is good for once")
            service.clock.advance(seconds: 601)
            #expect(try await Self.end(service, right, cookie: other.cookie).status == 400)
        }
    }

    @Test("a provider that says that it names itself must")
    func namesItself() async throws {
        try await Self.run { service, provider in
            provider.describes(["authorization_response_iss_parameter_supported": "true"])
            let begun = try await Self.begin(service)
            let fields = ["code": provider.admit(begun.query), "state": begun.query["state"]]
            #expect(try await Self.end(service, fields, cookie: begun.cookie).status == 400)
            let named = fields.merging(["iss": provider.issuer]) { $1 }
            #expect(try await Self.end(service, named, cookie: begun.cookie).status == 200)
        }
    }

    @Test("a provider that cannot be trusted or does not answer is told on a page")
    func discovery() async throws {
        let spoiled: [@Sendable (IdentityProvider) -> Void] = [
            { $0.describes(["issuer": "\"https://other.example\""]) },
            { $0.describes(["token_endpoint": "\"http://other.example/token\""]) },
            { $0.describes(["jwks_uri": "\"file:///etc/passwd\""]) },
            { $0.describes(["authorization_endpoint": "null"]) },
            { $0.server.on("GET", "/.well-known/openid-configuration") { _ in .json(500, "{}") } },
            { $0.server.on("GET", "/.well-known/openid-configuration") { _ in .redirect(302, to: "/") } },
            { $0.server.on("GET", "/.well-known/openid-configuration") { _ in .reset } },
            {
                $0.server.on("GET", "/.well-known/openid-configuration") { _ in
                    .bytes(200, Array(repeating: 0x20, count: 300_000))
                }
            },
        ]
        try await Self.run { service, provider in
            for spoil in spoiled {
                spoil(provider)
                let answer = try await service.client.sendRaw("GET", "/console/sign-in/oidc")
                #expect(answer.status == 502)
                #expect(answer.text.contains("<h1>Not signed in</h1>"))
                #expect(answer["Location"] == nil)
            }
        }
    }

    @Test("a key that is not known is looked for once, and not again at once")
    func rotation() async throws {
        try await Self.run { service, provider in
            let first = try await Self.signIn(service, provider)
            let second = try await Self.signIn(service, provider)
            #expect(first.status == 200 && second.status == 200)
            #expect(provider.count("/keys") == 1)
            provider.rotates(to: "second")
            #expect(try await Self.signIn(service, provider).status == 502, "the keys were fetched just now")
            #expect(provider.count("/keys") == 1)
            service.clock.advance(seconds: 31)
            #expect(try await Self.signIn(service, provider).status == 200)
            #expect(provider.count("/keys") == 2)
            provider.rotates(to: nil)
            service.clock.advance(seconds: 31)
            provider.spoils { $0.header["kid"] = "\"elsewhere\"" }
            #expect(try await Self.signIn(service, provider).status == 502)
            provider.spoils { _ in }
            #expect(
                try await Self.signIn(service, provider).status == 200,
                "a token without a key's id, of the only key"
            )
        }
    }

    @Test("neither code nor token nor secret gets into the log")
    func logs() async throws {
        let lines = LogLines()
        try await Self.run(logger: Logger(label: "test") { _ in lines.handler }) { service, provider in
            let right = try await Self.signIn(service, provider)
            #expect(right.status == 200)
            provider.spoils { $0.claims["nonce"] = "\"planted-nonce\"" }
            #expect(try await Self.signIn(service, provider).status == 502)
            let log = lines.all.joined(separator: "\n")
            #expect(log.contains("signed in") && log.contains("nonce"))
            #expect(!log.contains("planted"))
        }
    }

    @Test("a provider that nobody could sign in by is told at the start")
    func notUsable() async throws {
        let wrong: [(@Sendable (inout ServiceConfiguration) -> Void, String)] = [
            ({ $0.openIDConnect.clientID = "" }, "oidc.clientID is missing"),
            ({ $0.publicBaseURL = "" }, "http.publicBaseURL must be"),
            ({ $0.publicBaseURL = "http://calls.example" }, "http.publicBaseURL must be"),
            ({ $0.openIDConnect.clientSecretFile = "/nowhere" }, "/nowhere holds no client secret"),
        ]
        for (configure, sentence) in wrong {
            let error = await #expect(throws: ServiceStartError.self) {
                try await Self.run(configure: configure) { _, _ in }
            }
            #expect(error.map { "\($0)".contains(sentence) } == true, "\(sentence)")
        }
    }
}
