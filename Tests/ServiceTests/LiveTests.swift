import DubberSimulator
import ExampleCompany
import Foundation
import Recordings
import Registry
import Service
import Testing
import Transport

/// The answer of `GET /v1/debug/live`, as a client reads it.
struct LiveDocument: Decodable {
    struct Host: Decodable {
        let host: String
        let health: String?
        let entryCount: Int
    }

    struct Quota: Decodable {
        struct Line: Decodable {
            let host: String
            let remainingToday: Int
            let perDay: Int
        }

        let callRecIntGUID: String
        let hosts: [Line]
    }

    struct Cache: Decodable {
        let recordings: Int
        let storedBytes: Int64
        let maximumBytes: Int64
        let hits: Int
        let partials: Int
        let misses: Int
    }

    struct Sample: Decodable, Hashable {
        let number: Int
        let hits: Int
        let partials: Int
        let misses: Int
        let errors: Int
        let listeners: Int
        let storedBytes: Int64
    }

    struct Failure: Decodable, Hashable {
        let code: String
        let count: Int
    }

    let listeners: Int
    let cache: Cache
    let hosts: [Host]
    let hostCount: Int
    let quota: [Quota]
    let sampleSeconds: Int
    let maximumSamples: Int
    let samples: [Sample]
    let errors: [Failure]
}

/// `GET /v1/debug/live`.
@Suite("Live answer")
struct LiveTests {
    private func live(_ query: String = "", on service: ServiceUnderTest) async throws -> LiveDocument {
        try await service.client.document("/v1/debug/live\(query)")
    }

    @Test("a miss, a part and hits on both ways are counted, as are the listener and the bytes kept")
    func countsAudio() async throws {
        try await Playback.run(.cold, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            #expect(try await live(on: service).listeners == 0)
            _ = try await playback.get("bytes=0-999")
            #expect(try await live(on: service).cache.misses == 1)
            _ = try await playback.get("bytes=150000-199999")
            _ = try await playback.get()
            let before = try await live(on: service).cache
            #expect(before.misses == 1)
            #expect(before.partials >= 1)
            // The first is answered by the route, which opens the recording for the event loop's way.
            for _ in 0..<3 { _ = try await playback.get("bytes=0-999") }
            _ = try await service.client.asAdmin("GET", playback.url.prefix { $0 != "?" }.description)
            let after = try await live(on: service)
            #expect(after.cache.hits == before.hits + 4)
            #expect(after.cache.recordings == 1)
            #expect(after.cache.storedBytes == SampleCompany.audioBytes)
            // The user, and the administrator who needs no signature.
            #expect(after.listeners == 2)
        }
    }

    @Test("samples tell of each few seconds, and only of what the caller does not have")
    func samples() async throws {
        try await Playback.run(.warm, sizeBytes: SampleCompany.audioBytes) { playback in
            let service = playback.service
            let first = try await live(on: service)
            for _ in 0..<3 { _ = try await playback.get("bytes=0-999") }
            service.clock.advance(seconds: Double(first.sampleSeconds) + 1)
            let second = try await live("?after=\(first.samples.last?.number ?? 0)", on: service)
            #expect(second.samples.map(\.hits).reduce(0, +) >= 3)
            let last = try #require(second.samples.last)
            #expect(last.listeners == 1)
            #expect(last.storedBytes == SampleCompany.audioBytes)
            let later = try await live("?after=\(last.number)", on: service)
            #expect(later.samples.allSatisfy { $0.number > last.number && $0.hits == 0 })
            service.clock.advance(seconds: 60)
            #expect(try await live(on: service).listeners == 0)
        }
    }

    @Test("refusals, the provider's failures and answers that break off are told by code")
    func errors() async throws {
        try await ServiceUnderTest.run { service in
            let target = try await service.audioURL()
            let start = try await live(on: service)
            _ = try await service.client.send("GET", "\(target)x")
            service.faults.add(Fault(.down))
            // Rows that share one failure are one failure.
            let rows = (5...9).map { SampleRow($0, startTime: SampleCompany.callTime.addingTimeInterval(-9_000_000)) }
            #expect(try await service.client.availability(rows).allSatisfy { $0.state == "providerError" })
            service.clock.advance(seconds: Double(start.sampleSeconds) + 1)
            let answer = try await live(on: service)
            #expect(answer.errors.contains { $0.code == "signatureInvalid" && $0.count == 1 })
            #expect(answer.errors.contains { $0.code == "providerUnreachable" && $0.count == 1 })
            #expect(answer.samples.map(\.errors).reduce(0, +) == answer.errors.map(\.count).reduce(0, +))
        }
    }

    @Test("an answer that breaks off after its head is told of, and its listener is gone")
    func brokenOff() async throws {
        try await Playback.run(.cold, sizeBytes: 20 * SampleCompany.audioBytes) { playback in
            let service = playback.service
            let start = try await live(on: service)
            service.faults.add(Fault(.resetAfter(bytes: SampleCompany.audioBytes), on: .audio))
            let response = try await service.client.open("GET", playback.url)
            #expect(response.status == 200)
            service.faults.add(Fault(.down))
            await #expect(throws: (any Error).self) { try await response.body.collect(upTo: .max) }
            service.clock.advance(seconds: Double(start.sampleSeconds) + 1)
            let codes = try await live(on: service).errors.map(\.code)
            #expect(codes.contains { $0.hasPrefix("audioStore") || $0.hasPrefix("provider") }, "\(codes)")
            service.clock.advance(seconds: 60)
            #expect(try await live(on: service).listeners == 0)
        }
    }

    @Test("hosts are told once each with their health, quota for each entry")
    func hosts() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.down, region: "uk1"))
            for _ in 0..<3 {
                _ = try await service.client.asAdmin("POST", "/v1/debug/entries/\(SampleCompany.office)/test")
            }
            let answer = try await live(on: service)
            #expect(answer.hostCount == 3)
            let regions = answer.hosts.map { $0.host.split(separator: "/").last.map(String.init) ?? "" }
            #expect(regions == ["uk1", "demo", "uk2"])
            #expect(answer.hosts.map(\.entryCount) == [2, 1, 1])
            #expect(answer.hosts.map(\.health) == ["down", "up", "up"])
            let office = try #require(answer.quota.first { $0.callRecIntGUID == SampleCompany.office })
            #expect(office.hosts.map(\.perDay) == [5_000, 5_000])
            #expect(office.hosts[1].remainingToday == 5_000 - 9)
        }
    }

    @Test("a change of the registry is seen at once")
    func followsRegistry() async throws {
        try await ServiceUnderTest.run { service in
            #expect(try await live(on: service).quota.count == 3)
            try service.registry.importFile(
                ExampleCompany(
                    entries: [
                        IntegrationEntry(
                            example: CallRecIntGUID("1:2:3:4"),
                            .applicationWide,
                            "One more",
                            settings: SampleCompany.settings(["api.dubber.example/uk9"])
                        )
                    ]
                ).importFile()
            )
            let answer = try await live(on: service)
            #expect(answer.quota.count == 4)
            #expect(answer.hosts.contains { $0.host == "api.dubber.example/uk9" && $0.health == "up" })
        }
    }

    @Test("only administrators read it, and no secret is in it")
    func rolesAndSecrets() async throws {
        try await ServiceUnderTest.run { service in
            _ = try await service.client.availability([SampleRow()])
            #expect(try await service.client.send("GET", "/v1/debug/live").status == 401)
            let report = try await service.client.send("GET", "/v1/debug/live", token: ServiceUnderTest.reportToken)
            #expect(report.status == 403)
            let text = try await service.client.asAdmin("GET", "/v1/debug/live").text
            for secret in SampleCompany.secrets { #expect(!text.contains(secret)) }
            #expect(try await service.client.asAdmin("GET", "/v1/debug/live?after=x").status == 400)
        }
    }
}
