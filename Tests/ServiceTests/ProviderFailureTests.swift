import DubberSimulator
import Foundation
import Testing
import Transport

/// What availability says while the provider's hosts fail or lack things.
@Suite("Availability with failing hosts")
struct ProviderFailureTests {
    @Test("a recording that only the second host has is found there")
    func secondHost() async throws {
        let setup = Setup(first: [SampleCompany.recording(2)], second: [SampleCompany.recording(1)])
        try await ServiceUnderTest.run(setup) { service in
            let results = try await service.client.availability([SampleRow(1), SampleRow(2)])
            #expect(results.map(\.state) == ["available", "available"])
            let answer = try await service.client.send("GET", try await service.audioURL())
            #expect(answer.bytes.count == Int(SampleCompany.audioBytes))
            #expect(service.counts.count(.audio, region: "uk2") == 1)
        }
    }

    @Test("with the first host down the second one answers")
    func firstHostDown() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.down, region: "uk1"))
            let result = try await service.client.availability([SampleRow()]).first
            #expect(result?.state == "available")
        }
    }

    @Test("with both hosts down the row says so, and when to ask again")
    func bothDown() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.down))
            let result = try #require(try await service.client.availability([SampleRow()]).first)
            #expect(result.state == "providerError")
            #expect(result.reason == "providerUnreachable")
            #expect((result.retryAfterSeconds ?? 0) > 0)
            #expect(result.recordings.isEmpty)
        }
    }

    @Test("a page of HTML from the provider is told as such, never shown")
    func html() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.error(ErrorFault(status: 500, isHTML: true)), on: .recordings))
            let result = try #require(try await service.client.availability([SampleRow()]).first)
            #expect(result.state == "providerError")
            #expect(["providerOverloaded", "providerUnexpectedAnswer"].contains(result.reason))
            #expect(!result.message.contains("<"))
        }
    }

    @Test("refused credentials are told as what they are, and not as worth another try")
    func credentials() async throws {
        try await ServiceUnderTest.run { service in
            service.faults.add(Fault(.tokenRefused))
            let result = try #require(try await service.client.availability([SampleRow()]).first)
            #expect(result.state == "providerError")
            #expect(result.reason == "credentialsRefused")
            #expect(result.retryAfterSeconds == nil)
        }
    }
}
