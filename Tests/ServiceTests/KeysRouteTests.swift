import Foundation
import Registry
import Service
import Testing

/// `/v1/keys`, and a new key for audio URLs.
@Suite("Keys by HTTP", .timeLimit(.minutes(5)))
struct KeysRouteTests {
    private struct Keys: Decodable {
        struct Signing: Decodable {
            struct Key: Decodable {
                let keyID: String
                let signs: Bool
                let since: String?
                let acceptedUntil: String?
            }

            let keys: [Key]
            let canRotate: Bool
            let canRotateFrom: String?
            let urlLifetimeSeconds: Int
            let graceSeconds: Int
        }

        struct Sealing: Decodable {
            let number: Int
            let since: String?
            let given: Bool
        }

        struct Named: Decodable { let keyID: String? }

        let signing: Signing
        let sealing: Sealing
        let hooks: Named
        let audit: Named
    }

    private func rotate(_ service: ServiceUnderTest) async throws -> ServiceClient.Answer {
        try await service.client.asAdmin("POST", "/v1/keys/signing/rotate")
    }

    private func keyID(of url: String) throws -> String { try String(#require(url.firstMatch(of: /kid=([^&]+)/)?.1)) }

    @Test("A new installation has one key, since its first start, and no key is in any answer")
    func beginning() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.asAdmin("GET", "/v1/keys")
            let keys = try answer.decoded(as: Keys.self)
            #expect(keys.signing.keys.map(\.signs) == [true])
            #expect(keys.signing.keys[0].since != nil && keys.signing.keys[0].acceptedUntil == nil)
            #expect(keys.signing.canRotate && keys.signing.canRotateFrom == nil)
            #expect(keys.signing.urlLifetimeSeconds == 900 && keys.signing.graceSeconds == 21_600)
            #expect(keys.sealing.number == 1 && !keys.sealing.given)
            let url = try await service.audioURL()
            #expect(try keyID(of: url) == keys.signing.keys[0].keyID)
            #expect(keys.hooks.keyID?.count == 8 && keys.audit.keyID?.count == 8)
            for name in ["signing.key", "hooks.key", "audit.key"] {
                let key = String(decoding: try service.folder.bytes(of: name), as: UTF8.self)
                let line = try #require(key.split(whereSeparator: \.isWhitespace).first)
                #expect(!answer.text.contains(line), "\(name)")
            }
        }
    }

    @Test(
        "After a rotation the next address has the new key, those that are out play on, and another one is refused"
    )
    func rotation() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            let old = try keyID(of: playback.url)
            let start = service.clock.now
            let answer = try await rotate(service)
            #expect(answer.status == 200, "\(answer.text)")
            let signing = try answer.decoded(as: Keys.self).signing
            #expect(signing.keys.map(\.signs) == [true, false] && signing.keys[1].keyID == old)
            #expect(service.clock.tells(signing.keys[0].since, since: start))
            let until = try #require(signing.keys[1].acceptedUntil)
            #expect(service.clock.tells(until, since: start, plus: 22_500))
            #expect(!signing.canRotate && signing.canRotateFrom == until)
            #expect(try keyID(of: try await service.audioURL()) == signing.keys[0].keyID)
            try await playback.expect("bytes=5-9", is: 5..<10)
            let bytes = try service.folder.bytes(of: "signing.key")
            let again = try await rotate(service)
            let waitSeconds = again["Retry-After"].flatMap { Int($0) } ?? 0
            #expect(again.status == 409 && (22_000...22_500).contains(waitSeconds))
            #expect(try again.problem.code == "signingKeysBothLive")
            #expect(try again.problem.detail.contains(until))
            #expect(try service.folder.bytes(of: "signing.key") == bytes)
            let rows = try await service.registry.auditRows(limit: 1)
            #expect(rows.map(\.action) == [.rotateSigningKey] && rows[0].subject == signing.keys[0].keyID)
            #expect(rows[0].author.name == "admin" && rows[0].author.remoteAddress == "127.0.0.1")
            service.clock.advance(seconds: 22_501)
            let later: Keys = try await service.client.document("/v1/keys")
            #expect(later.signing.keys.map(\.keyID) == [signing.keys[0].keyID] && later.signing.canRotate)
            #expect(try await rotate(service).status == 200)
        }
    }

    @Test("Of two administrators who rotate at once one is told that it was done")
    func together() async throws {
        try await ServiceUnderTest.run { service in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 1...8 { tasks.addTask { try await rotate(service).status } }
                return try await tasks.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 409, count: 7))
            let rows = try await service.registry.auditRows(limit: 10).filter { $0.action == .rotateSigningKey }
            #expect(rows.count == 1)
        }
    }

    @Test("A file that cannot be used changes nothing, and the keys in use stay")
    func damaged() async throws {
        try await ServiceUnderTest.run { service in
            let before: Keys = try await service.client.document("/v1/keys")
            try service.folder.write(Data("nonsense".utf8), to: "signing.key")
            let answer = try await rotate(service)
            #expect(answer.status == 503)
            #expect(try answer.problem.code == "signingKeyUnreadable")
            let after: Keys = try await service.client.document("/v1/keys")
            #expect(after.signing.keys.map(\.keyID) == before.signing.keys.map(\.keyID))
        }
    }

    @Test("What the command line rotates is told with since when")
    func besideTheService() async throws {
        try await ServiceUnderTest.run { service in
            let registry = try Registry.open(
                directory: URL(filePath: service.folder.path),
                logger: RunningSimulator.quiet
            )
            defer { registry.close() }
            let start = service.clock.now
            let keys = try SigningKeyFile(directory: service.folder.path)
                .rotate(acceptedForSeconds: 22_500, isSudden: true, now: service.clock.now)
            try await registry.noteKey(.rotateSigningKey, keys[0].keyID, by: .commandLine(at: service.clock.now))
            let told: Keys = try await service.client.document("/v1/keys")
            #expect(told.signing.keys.map(\.keyID) == [keys[0].keyID])
            #expect(service.clock.tells(told.signing.keys[0].since, since: start))
        }
    }
}
