import Dubber
import Foundation
import Recordings
import ScriptedProvider
import Testing

@Suite("Where audio lies")
struct AudioOriginTests {
    let first = ScriptedAccount(region: "uk1")
    let second = ScriptedAccount(region: "uk2")
    let item = ScriptedAccount.Item(
        id: "0412345678",
        start: Samples.start,
        callID: "c",
        expiry: TestClock.start + 86_400
    )

    func run(
        listener: String? = "pat+x@example.com",
        _ body: (DubberBench, any AudioOrigin) async throws -> Void
    ) async throws {
        try await DubberBench.run({ $0.listener = listener }) { bench in
            first.serve(on: bench.peer)
            second.serve(on: bench.peer)
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            try await body(bench, bench.dubber.audioOrigin(of: try #require(RecordingID(item.id)), entry: entry))
        }
    }

    /// Details whose address carries how often they were asked for.
    func countDetails(_ bench: DubberBench, _ account: ScriptedAccount) {
        bench.peer.on("GET", account.detailPath + "*") { [item] _ in
            let count = bench.count(account.detailPath + item.id)
            return .json(200, item.json(recordingURL: "https://audio.example/\(account.region)/\(count)"))
        }
    }

    @Test("The presigned address is given byte for byte, the listener percent-encoded")
    func presigned() async throws {
        first.add(item)
        try await run { bench, origin in
            let location = try await origin.location(after: nil)
            #expect(location.url.reveal() == "https://audio.example/uk1/0412345678?X-Sig=a%2Fb%2fc+d==")
            #expect(location.host == .first)
            #expect(location.expiryTime == item.expiry)
            #expect(bench.peer.requests.last?.query == "listener=pat%2Bx%40example.com")
            #expect("\(location)".contains("X-Sig") == false)
        }
    }

    @Test("A location is kept while it is fresh, and asked for once however many wait")
    func kept() async throws {
        first.add(item)
        try await run { bench, origin in
            try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask { _ = try await origin.location(after: nil) }
                }
                try await group.waitForAll()
            }
            #expect(bench.count(first.detailPath + item.id) == 1)
            bench.clock.advance(by: .seconds(601))
            _ = try await origin.location(after: nil)
            #expect(bench.count(first.detailPath + item.id) == 2)
        }
    }

    @Test("The host that is known to have the recording is asked first")
    func knownHost() async throws {
        second.add(item)
        try await run { bench, origin in
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            #expect(await bench.find(Samples.segment(callID: "c"), entry: entry)?.foundIDs == [item.id])
            let location = try await origin.location(after: nil)
            #expect(location.host == .second)
            #expect(bench.count(first.detailPath + item.id) == 0)
        }
    }

    @Test("An expired location is replaced on the same host once, then the next host is asked")
    func expiredLocation() async throws {
        try await run { bench, origin in
            countDetails(bench, first)
            countDetails(bench, second)
            let one = try await origin.location(after: nil)
            let two = try await origin.location(after: RefusedAudioLocation(location: one, cause: .expired))
            #expect(two.host == .first)
            #expect(two.url != one.url)
            // Another reader of the same origin refuses the same location: it gets the replacement.
            let again = try await origin.location(after: RefusedAudioLocation(location: one, cause: .expired))
            #expect(again == two)
            let three = try await origin.location(after: RefusedAudioLocation(location: two, cause: .expired))
            #expect(three.host == .second)
            #expect(bench.count(first.detailPath + item.id) == 2)
        }
    }

    @Test("A replacement that served for a while and then expired is replaced again")
    func longPlayback() async throws {
        try await run { bench, origin in
            countDetails(bench, first)
            var location = try await origin.location(after: nil)
            for _ in 0..<3 {
                bench.clock.advance(by: .seconds(300))
                location = try await origin.location(after: RefusedAudioLocation(location: location, cause: .expired))
                #expect(location.host == .first)
            }
        }
    }

    @Test("Any other failure moves on to the next host, and none is left after the last", arguments: [true, false])
    func failedLocation(isMissing: Bool) async throws {
        try await run { bench, origin in
            countDetails(bench, first)
            countDetails(bench, second)
            let cause: RefusedAudioLocation.Cause = isMissing ? .missing : .failed
            let one = try await origin.location(after: nil)
            let two = try await origin.location(after: RefusedAudioLocation(location: one, cause: cause))
            #expect(two.host == .second)
            await #expect(throws: isMissing ? AudioOriginError.notFound : .failed(.unexpectedAnswer)) {
                try await origin.location(after: RefusedAudioLocation(location: two, cause: cause))
            }
        }
    }

    @Test("A store that failed is asked again seconds later, at the address that is known, without another call")
    func failedForAMoment() async throws {
        try await run { bench, origin in
            countDetails(bench, first)
            countDetails(bench, second)
            let one = try await origin.location(after: nil)
            let two = try await origin.location(after: RefusedAudioLocation(location: one, cause: .failed))
            await #expect(throws: AudioOriginError.failed(.unexpectedAnswer)) {
                try await origin.location(after: RefusedAudioLocation(location: two, cause: .failed))
            }
            bench.clock.advance(by: .seconds(5))
            let again = try await origin.location(after: nil)
            #expect(again == one)
            #expect(bench.count(first.detailPath + item.id) == 1)
            let other = try await origin.location(after: RefusedAudioLocation(location: again, cause: .missing))
            #expect(other == two)
            bench.clock.advance(by: .seconds(500))
            let last = try await origin.location(after: nil)
            #expect(last == two)
        }
    }

    @Test("A provider that gives the refused address again is not believed")
    func sameAddress() async throws {
        first.add(item)
        second.add(item)
        try await run { _, origin in
            let one = try await origin.location(after: nil)
            let two = try await origin.location(after: RefusedAudioLocation(location: one, cause: .expired))
            #expect(two.host == .second)
        }
    }

    @Test("What no host has is not found; a host that failed leaves that open")
    func notFound() async throws {
        try await run { bench, origin in
            await #expect(throws: AudioOriginError.notFound) { try await origin.location(after: nil) }
            bench.peer.on("GET", first.detailPath + "*") { _ in .bytes(500) }
            await #expect(throws: AudioOriginError.failed(.overloaded)) { try await origin.location(after: nil) }
            second.add(item)
            let location = try await origin.location(after: nil)
            #expect(location.host == .second)
        }
    }

    @Test("A recording past its expiry time is expired")
    func expired() async throws {
        first.add(item)
        try await run { bench, origin in
            _ = try await origin.location(after: nil)
            bench.clock.advance(by: .seconds(86_400))
            await #expect(throws: AudioOriginError.expired) { try await origin.location(after: nil) }
            #expect(bench.count(first.detailPath + item.id) == 1)
        }
    }

    @Test("A detail without an address, or with one that is no web address, is not the API's answer")
    func withoutAddress() async throws {
        try await run(listener: nil) { bench, origin in
            bench.peer.on("GET", first.detailPath + "*") { [item] _ in .json(200, item.json()) }
            bench.peer.on("GET", second.detailPath + "*") { [item] _ in
                .json(200, item.json(recordingURL: "file:///etc/passwd"))
            }
            await #expect(throws: AudioOriginError.failed(.unexpectedAnswer)) { try await origin.location(after: nil) }
            #expect(bench.peer.requests.allSatisfy { $0.query.isEmpty })
        }
    }
}
