import Foundation
import Recordings
import Registry
import Testing

struct RegistryTokensTests {
    private let folder: RegistryFolder
    private let registry: Registry

    init() throws {
        folder = try RegistryFolder()
        registry = try folder.open()
    }

    @Test("A token's secret is accepted at once and after a restart, with its role")
    func createAndAuthenticate() throws {
        let (token, secret) = try registry.createToken(name: "ci", role: .report)
        #expect(secret.reveal().count == "prt_".count + 43)
        #expect(registry.authenticate(bearer: secret) == token)
        let again = try folder.open()
        defer { again.close() }
        #expect(again.authenticate(bearer: secret)?.name == "ci")
        #expect(again.authenticate(bearer: secret)?.role == .report)
    }

    @Test("Secrets are never the same twice")
    func secretsDiffer() throws {
        let first = try registry.createToken(name: "a", role: .report).secret
        let second = try registry.createToken(name: "b", role: .report).secret
        #expect(first != second)
    }

    @Test("Nothing else is accepted", arguments: ["", "prt_", "x", String(repeating: "y", count: 100_000)])
    func refused(bearer: String) throws {
        _ = try registry.createToken(name: "ci", role: .admin)
        #expect(registry.authenticate(bearer: Secret(bearer)) == nil)
    }

    @Test("A revoked token is refused at once, stays listed, and its name stays taken")
    func revoke() throws {
        let secret = try registry.createToken(name: "ci", role: .admin).secret
        let first = Date(timeIntervalSince1970: 1_000)
        try registry.revokeToken(name: "ci", by: .commandLine(at: first))
        try registry.revokeToken(name: "ci", by: .commandLine(at: Date(timeIntervalSince1970: 2_000)))
        #expect(registry.authenticate(bearer: secret) == nil)
        #expect(try registry.listTokens().map(\.token.revokedAt) == [first])
        #expect(throws: RegistryError.tokenNameTaken("ci")) { try registry.createToken(name: "ci", role: .report) }
        #expect(throws: RegistryError.tokenUnknown("other")) { try registry.revokeToken(name: "other") }
    }

    @Test(
        "A token's name must be short and printable",
        arguments: [
            "", "a\nb", String(repeating: "n", count: 65), "e" + String(repeating: "\u{301}", count: 64), " ci", "ci ",
            "\u{A0}ci", ".", "..",
        ]
    )
    func names(name: String) {
        #expect {
            try registry.createToken(name: name, role: .report)
        } throws: { error in
            (error as? RegistryError)?.reason == "tokenNameRefused"
        }
    }

    @Test("A fixed token is made once, and made good again after it was revoked")
    func ensure() throws {
        let secret = Secret("demo-admin")
        try registry.ensureToken(name: "demo", role: .admin, secret: secret)
        let generation = registry.generation
        try registry.ensureToken(name: "demo", role: .admin, secret: secret)
        #expect(registry.generation == generation)
        try registry.revokeToken(name: "demo")
        try registry.ensureToken(name: "demo", role: .admin, secret: secret)
        #expect(registry.authenticate(bearer: secret)?.role == .admin)
    }

    @Test("The last use of a token is kept, the later one of two, and every process's requests find all as it was")
    func uses() async throws {
        _ = try registry.createToken(name: "ci", role: .report)
        _ = try registry.createToken(name: "never", role: .report)
        let other = try folder.open()
        defer { other.close() }
        let (early, late) = (Date(timeIntervalSince1970: 1_000), Date(timeIntervalSince1970: 2_000))
        let generation = registry.generation
        try await registry.keepTokenUses(["ci": late, "gone": late])
        #expect(registry.isCurrent && registry.generation == generation)
        try await other.keepTokenUses(["ci": early])
        #expect(try registry.listTokens().map(\.lastUsedAt) == [late, nil])
        await registry.catchUp()
        #expect(registry.isCurrent && registry.generation == generation)
        try registry.revokeToken(name: "ci")
        #expect(try registry.listTokens().map(\.lastUsedAt) == [late, nil])
    }

    @Test("Tokens come by page, in the order of their names", arguments: [1, 2, 5, 100])
    func pages(limit: Int) async throws {
        for name in ["b", "a", "\u{5D0}", "<i>", "c"] { _ = try registry.createToken(name: name, role: .provision) }
        var (names, place): ([String], String?) = ([], nil)
        repeat {
            let page = try await registry.tokens(after: place, limit: limit)
            names += page.tokens.map(\.token.name)
            place = page.next
        } while place != nil
        #expect(names == ["<i>", "a", "b", "c", "\u{5D0}"])
    }

    @Test("An administrator's token does everything, a report's token only its own")
    func roles() {
        #expect(TokenRole.admin.permits(.report))
        #expect(TokenRole.admin.permits(.admin))
        #expect(TokenRole.report.permits(.report))
        #expect(!TokenRole.report.permits(.admin))
    }
}
