import Dubber
import Foundation
import Recordings
import TestSupport
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

    @Test("The listener is sent always: the host field's, the configured one, or an empty one")
    func listener() async throws {
        first.add(item)
        for (configured, field, sent) in [
            (nil, "", "listener="), ("pat@example.com", "", "listener=pat%40example.com"),
            ("pat@example.com", "?listener=sam@example.com", "listener=sam%40example.com"),
            (nil, "?listener=sam%40example.com", "listener=sam%40example.com"),
            ("pat@example.com", "?listener=", "listener="),
        ] {
            try await DubberBench.run({ $0.listener = configured }) { bench in
                first.serve(on: bench.peer)
                let entry = bench.entry("uk1/accounts/acme" + field)
                let origin = bench.dubber.audioOrigin(of: try #require(RecordingID(item.id)), entry: entry)
                _ = try await origin.location(after: nil)
                #expect(bench.peer.requests.last?.query == sent)
            }
        }
    }

    @Test(
        "A detail that keeps the address back has a failure of its own, and another while the provider is at work",
        arguments: [
            ("Active", ProviderFailure.audioWithheld), ("Processing", .recordingNotReady),
            ("pending", .recordingNotReady),
        ]
    )
    func withheldAddress(status: String, failure: ProviderFailure) async throws {
        try await run { bench, origin in
            for account in [first, second] {
                bench.peer.on("GET", account.detailPath + "*") { [item] _ in
                    .json(200, item.json().replacing(#""status":"Active""#, with: #""status":"\#(status)""#))
                }
            }
            await #expect(throws: AudioOriginError.failed(failure)) { try await origin.location(after: nil) }
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
            #expect(bench.count(first.detailPath + item.id) == 1)
        }
    }

    @Test(
        "An address that a store refused is given to nobody else; one whose store only failed is",
        arguments: [RefusedAudioLocation.Cause.expired, .gone, .missing, .refused, .failed]
    )
    func forgotten(cause: RefusedAudioLocation.Cause) async throws {
        try await run { bench, origin in
            countDetails(bench, first)
            let one = try await origin.location(after: nil)
            _ = try? await origin.location(after: RefusedAudioLocation(location: one, cause: cause))
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            let other = bench.dubber.audioOrigin(of: try #require(RecordingID(item.id)), entry: entry)
            let two = try await other.location(after: nil)
            #expect(two.host == .first)
            #expect((two.url == one.url) == (cause == .failed))
            #expect(bench.count(first.detailPath + item.id) == (cause == .failed ? 1 : 2))
        }
    }

    @Test(
        "Addresses that are refused as soon as they are given are asked for no more than twice in a while, by however many"
    )
    func neverGood() async throws {
        try await run { bench, _ in
            countDetails(bench, first)
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            for _ in 0..<20 {
                let origin = bench.dubber.audioOrigin(of: try #require(RecordingID(item.id)), entry: entry)
                guard let one = try? await origin.location(after: nil) else { continue }
                let two = try? await origin.location(after: RefusedAudioLocation(location: one, cause: .expired))
                if let two {
                    _ = try? await origin.location(after: RefusedAudioLocation(location: two, cause: .expired))
                }
            }
            #expect(bench.count(first.detailPath + item.id) == 2)
            bench.clock.advance(by: .seconds(31))
            let origin = bench.dubber.audioOrigin(of: try #require(RecordingID(item.id)), entry: entry)
            _ = try await origin.location(after: nil)
            #expect(bench.count(first.detailPath + item.id) == 3)
        }
    }

    @Test("What is gone by a fresh address as well is not found")
    func gone() async throws {
        try await run { bench, origin in
            countDetails(bench, first)
            let one = try await origin.location(after: nil)
            let two = try await origin.location(after: RefusedAudioLocation(location: one, cause: .gone))
            #expect(two.host == .first && two.url != one.url)
            await #expect(throws: AudioOriginError.notFound) {
                try await origin.location(after: RefusedAudioLocation(location: two, cause: .gone))
            }
        }
    }

    @Test("An address that expired on the second host is replaced there")
    func expiredOnSecond() async throws {
        try await run { bench, origin in
            countDetails(bench, first)
            countDetails(bench, second)
            let one = try await origin.location(after: nil)
            let two = try await origin.location(after: RefusedAudioLocation(location: one, cause: .failed))
            #expect(two.host == .second)
            bench.clock.advance(by: .seconds(60))
            let three = try await origin.location(after: RefusedAudioLocation(location: two, cause: .expired))
            #expect(three.host == .second && three.url != two.url)
        }
    }

    @Test("When the day's quota is spent the reset is told, of the host where it comes first")
    func quotaSpent() async throws {
        try await DubberBench.run({ $0.requestsPerDay = 1 }) { bench in
            first.serve(on: bench.peer)
            second.serve(on: bench.peer)
            countDetails(bench, first)
            let entry = bench.entry("uk1/accounts/acme", "uk2/accounts/acme")
            let origin = bench.dubber.audioOrigin(of: try #require(RecordingID(item.id)), entry: entry)
            let one = try await origin.location(after: nil)
            let refused = RefusedAudioLocation(location: one, cause: .expired)
            let second = 86_400 - Int(bench.clock.now.timeIntervalSince1970) % 86_400
            await #expect(throws: AudioOriginError.failed(.quotaExhausted, retryAfterSeconds: second)) {
                try await origin.location(after: refused)
            }
        }
    }

    @Test(
        "Of two hosts that failed the one counts that can be asked again sooner",
        arguments: [
            (
                AudioOriginError.failed(.quotaExhausted, retryAfterSeconds: 900), AudioOriginError.failed(.unreachable),
                1
            ),
            (.failed(.unreachable), .failed(.quotaExhausted, retryAfterSeconds: 900), 0),
            (
                .failed(.quotaExhausted, retryAfterSeconds: 900), .failed(.quotaExhausted, retryAfterSeconds: 60), 1
            ),
            (.failed(.rateLimited, retryAfterSeconds: 5), .failed(.credentialsRefused), 0),
            (.notFound, .failed(.unreachable), 1), (.failed(.unreachable), .notFound, 0),
            (.failed(.timedOut), .failed(.unreachable), 1),
        ]
    )
    func weightier(earlier: AudioOriginError, later: AudioOriginError, winner: Int) {
        #expect(DubberAudioOrigin.weightier(earlier, later) == [earlier, later][winner])
    }
}
