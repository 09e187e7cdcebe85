import Foundation
import Recordings
import Registry
import Service
import Testing

/// `/v1/tokens`.
@Suite("Tokens by HTTP", .timeLimit(.minutes(5)))
struct TokensRouteTests {
    private struct Token: Decodable {
        let name: String
        let role: String
        let createdAt: String
        let lastUsedAt: String?
        let revokedAt: String?
        let own: Bool
        let secret: String?
    }

    private struct List: Decodable {
        let tokens: [Token]
        let next: String?
    }

    private struct Refusal: Decodable {
        struct Fault: Decodable, Hashable { let field: String }
        let code: String
        let detail: String
        let field: String?
        let errors: [Fault]?
    }

    private static let json = ("Content-Type", "application/json")

    private func make(
        _ body: String,
        on service: ServiceUnderTest,
        token: String? = ServiceUnderTest.adminToken,
        headers: [(name: String, value: String)] = [Self.json]
    ) async throws -> ServiceClient.Answer {
        try await service.client.send("POST", "/v1/tokens", token: token, headers: headers, body: Array(body.utf8))
    }

    private func token(_ name: String, on service: ServiceUnderTest) async throws -> Token {
        let list: List = try await service.client.document("/v1/tokens?limit=1000")
        return try #require(list.tokens.first { $0.name == name })
    }

    /// Names that a program, a page or an address could stumble over.
    static let names = [
        "reports", "<b>&\"'</b>", "a/b?c#d%2F", "\u{5E9}\u{5DC}\u{5D5}\u{5DD}", "+ &=", "...",
        String(repeating: "\u{1F600}", count: 64),
    ]

    @Test(
        "A token is made, good at once, told without its secret from then on, and revoked for the next request",
        arguments: names
    )
    func life(name: String) async throws {
        try await ServiceUnderTest.run { service in
            let body = try JSONEncoder().encode(["name": name, "role": "admin"])
            let answer = try await make(String(decoding: body, as: UTF8.self), on: service)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer["Cache-Control"] == "no-store")
            let made = try answer.decoded(as: Token.self)
            let secret = try #require(made.secret)
            #expect(made.name == name && made.role == "admin" && made.revokedAt == nil && !made.own)
            func list() async throws -> ServiceClient.Answer {
                try await service.client.send("GET", "/v1/tokens", token: secret)
            }
            let listed = try await list()
            #expect(listed.status == 200 && !listed.text.contains(secret))
            let tokens = try listed.decoded(as: List.self).tokens
            #expect(tokens.filter(\.own).map(\.name) == [name])
            let escaped = try #require(name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            // Its own bearer may revoke it, once more too as long as somebody else asks.
            #expect(try await service.client.send("DELETE", "/v1/tokens/\(escaped)", token: secret).status == 204)
            #expect(try await list().status == 401)
            #expect(try await service.client.asAdmin("DELETE", "/v1/tokens/\(escaped)").status == 204)
            #expect(try await token(name, on: service).revokedAt != nil)
            let again = try await make(String(decoding: body, as: UTF8.self), on: service)
            #expect(again.status == 409)
            let refusal = try again.decoded(as: Refusal.self)
            #expect(refusal.code == "alreadyExists" && refusal.field == "name")
            let rows = try await service.registry.auditRows(limit: 2)
            #expect(rows.map(\.action) == [.revokeToken, .addToken] && rows.allSatisfy { $0.subject == name })
            #expect(rows.map(\.author.name) == [name, "admin"])
            #expect(rows.allSatisfy { $0.author.remoteAddress == "127.0.0.1" })
        }
    }

    /// A body that is refused, with status, code and the fields that are named.
    static let refusals: [(body: String, status: Int, code: String, fields: [String])] = [
        ("", 400, "bodyNotJSON", []), ("nonsense", 400, "bodyNotJSON", []), ("[]", 422, "fieldInvalid", [""]),
        (#""x""#, 422, "fieldInvalid", [""]), ("{}", 422, "fieldInvalid", ["name", "role"]),
        (#"{"name":"x"}"#, 422, "fieldInvalid", ["role"]), (#"{"role":"report"}"#, 422, "fieldInvalid", ["name"]),
        (#"{"name":7,"role":"report"}"#, 422, "fieldInvalid", ["name"]),
        (#"{"name":null,"role":null}"#, 422, "fieldInvalid", ["name", "role"]),
        (#"{"name":"x","role":"Admin"}"#, 422, "fieldInvalid", ["role"]),
        (#"{"name":"x","role":"report","secret":"mine"}"#, 422, "fieldInvalid", ["secret"]),
        (#"{"name":"","role":"report"}"#, 422, "fieldInvalid", ["name"]),
        (#"{"name":" x","role":"report"}"#, 422, "fieldInvalid", ["name"]),
        (#"{"name":"..","role":"report"}"#, 422, "fieldInvalid", ["name"]),
        (#"{"name":"a\u0000b","role":"report"}"#, 422, "fieldInvalid", ["name"]),
        ("{\"name\":\"\(String(repeating: "n", count: 10_000))\",\"role\":\"report\"}", 422, "fieldInvalid", ["name"]),
        ("{\"name\":\"\(String(repeating: "n", count: 300_000))\",\"role\":\"report\"}", 413, "bodyTooLarge", []),
        (#"{"name":"admin","role":"report"}"#, 409, "alreadyExists", ["name"]),
    ]

    @Test("What cannot be made is refused at its field, and nothing is different")
    func refused() async throws {
        try await ServiceUnderTest.run { service in
            let generation = service.registry.generation
            for refusal in Self.refusals {
                let answer = try await make(refusal.body, on: service)
                let name: Comment = "\(refusal.body.prefix(60)): \(answer.text.prefix(300))"
                #expect(answer.status == refusal.status, name)
                let told = try answer.decoded(as: Refusal.self)
                #expect(told.code == refusal.code, name)
                #expect(told.field == refusal.fields.first, name)
                #expect(told.errors?.map(\.field) ?? [] == refusal.fields, name)
                #expect(!told.detail.isEmpty, name)
            }
            let form = try await make("name=x&role=report", on: service, headers: [ServiceUnderTest.form])
            #expect(form.status == 415)
            #expect(try await service.client.asAdmin("DELETE", "/v1/tokens/nobody").problem.code == "tokenUnknown")
            #expect(service.registry.generation == generation)
        }
    }

    @Test("A page of another site, a lesser token and nobody make and revoke nothing")
    func rights() async throws {
        try await ServiceUnderTest.run { service in
            let generation = service.registry.generation
            let body = #"{"name":"x","role":"admin"}"#
            let cookie = try await service.cookie(token: ServiceUnderTest.adminToken)
            let elsewhere = ("Sec-Fetch-Site", "cross-site")
            #expect(
                try await make(body, on: service, token: nil, headers: [Self.json, cookie, elsewhere]).status == 401
            )
            #expect(try await make(body, on: service, token: nil).status == 401)
            #expect(try await make(body, on: service, token: ServiceUnderTest.reportToken).status == 403)
            let deletion = try await service.client.send("DELETE", "/v1/tokens/report", headers: [cookie, elsewhere])
            #expect(deletion.status == 401)
            #expect(service.registry.generation == generation)
            let own = [Self.json, cookie, ServiceUnderTest.sameOrigin]
            #expect(try await make(body, on: service, token: nil, headers: own).status == 201)
        }
    }

    @Test("Who revokes the token that a session began by is signed out with the next request")
    func ownSession() async throws {
        try await ServiceUnderTest.run { service in
            let cookie = try await service.cookie(token: ServiceUnderTest.adminToken)
            func ask(_ method: String, _ target: String) async throws -> ServiceClient.Answer {
                try await service.client.send(method, target, headers: [cookie, ServiceUnderTest.sameOrigin])
            }
            let list = try await ask("GET", "/v1/tokens").decoded(as: List.self)
            #expect(list.tokens.filter(\.own).map(\.name) == ["admin"])
            #expect(try await ask("DELETE", "/v1/tokens/admin").status == 204)
            #expect(try await ask("GET", "/v1/tokens").status == 401)
        }
    }

    @Test("The last use is told at once, and kept for other processes and after a restart")
    func lastUse() async throws {
        let folder = try DataFolder()
        let setup = Setup()
        try await RunningSimulator.run(setup) { provider in
            try await ServiceUnderTest.run(setup, over: provider, in: folder) { service in
                #expect(try await token("report", on: service).lastUsedAt == nil)
                service.clock.advance(seconds: 100)
                let start = service.clock.now
                _ = try await service.client.availability([SampleRow()])
                let used = try await token("report", on: service)
                #expect(service.clock.tells(used.lastUsedAt, since: start))
                await service.service.tokenUses.keep()
                let kept = try service.registry.listTokens().first { $0.token.name == "report" }
                #expect(kept?.lastUsedAt?.formatted(.iso8601) == used.lastUsedAt)
                // A session that began by a token uses it.
                let cookie = try await service.cookie(token: ServiceUnderTest.reportToken)
                service.clock.advance(seconds: 100)
                let second = service.clock.now
                _ = try await service.client.send("GET", "/", headers: [cookie])
                let again = try await token("report", on: service)
                #expect(service.clock.tells(again.lastUsedAt, since: second))
                // Another process's use counts, whichever is later.
                let later = service.clock.now.addingTimeInterval(50)
                let other = try Registry.open(directory: URL(filePath: folder.path), logger: RunningSimulator.quiet)
                defer { other.close() }
                try await other.keepTokenUses(["report": later])
                #expect(try await token("report", on: service).lastUsedAt == later.formatted(.iso8601))
            }
            // What was noted last was kept by the stop.
            let registry = try Registry.open(directory: URL(filePath: folder.path), logger: RunningSimulator.quiet)
            defer { registry.close() }
            #expect(try registry.listTokens().allSatisfy { $0.lastUsedAt != nil })
        }
    }

    @Test("The list comes by page")
    func pages() async throws {
        try await ServiceUnderTest.run { service in
            for number in 1...5 { _ = try service.registry.createToken(name: "t\(number)", role: .report) }
            var (names, next): ([String], String?) = ([], "")
            while let after = next {
                let list: List = try await service.client.document("/v1/tokens?limit=2&after=\(after)")
                names += list.tokens.map(\.name)
                next = list.next
            }
            #expect(names == ["admin", "report", "t1", "t2", "t3", "t4", "t5"])
        }
    }
}
