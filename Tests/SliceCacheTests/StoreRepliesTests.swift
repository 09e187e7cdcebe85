import Recordings
import SliceCache
import Synchronization
import TestSupport
import Testing

/// What stores say besides yes: each status in each situation of a playback.
@Suite("What stores say besides yes", .timeLimit(.minutes(5)))
struct StoreRepliesTests {
    /// When a store says it.
    enum Situation: CaseIterable, Sendable {
        case first, amidBody, seekWithPartsCached, seekToCold, secondHost
    }

    private static let audio = CacheBench.audio
    private static let expiredToken = Array(
        "<?xml version=\"1.0\"?><Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>"
            .utf8
    )

    /// Plays the recording through a store that answers so once, or as often as it takes, in a situation.
    private func play(
        _ situation: Situation,
        on bench: CacheBench,
        _ cache: SliceCache,
        answering refusal: @escaping @Sendable (ScriptedRequest) -> ScriptedReply?
    ) async throws -> ScriptedOrigin {
        let audio = Self.audio
        let origin = bench.origin(situation == .secondHost ? 2 : 1)
        let good = { @Sendable (request: ScriptedRequest) in refusal(request) ?? .file(audio, for: request) }
        switch situation {
        case .first:
            bench.store.on("GET", CacheBench.path, good)
            #expect(try await cache.playWhole(from: origin) == audio)
        case .amidBody:
            bench.store.on("GET", CacheBench.path, good)
            bench.store.reply { .file(audio, for: $0, tweaks: [.closeAfter(1500)]) }
            #expect(try await cache.playWhole(from: origin) == audio)
        case .seekWithPartsCached, .seekToCold:
            bench.serve(audio)
            _ = try await cache.play(2048..<4096, from: origin)
            await cache.workEnds()
            bench.store.on("GET", CacheBench.path, good)
            let range: Range<Int64> = situation == .seekToCold ? 8192..<10_000 : 0..<10_000
            #expect(try await cache.play(range, from: origin) == audio.part(range))
        case .secondHost:
            bench.store.on("GET", CacheBench.path) { _ in .bytes(404) }
            bench.store.on("GET", CacheBench.secondPath, good)
            #expect(try await cache.playWhole(from: origin) == audio)
        }
        return origin
    }

    @Test(
        "An expired address is replaced on its host, whatever status says so",
        arguments: [400, 401, 403, 410, 419],
        Situation.allCases
    )
    func expired(status: Int, situation: Situation) async throws {
        try await withCache { bench, cache in
            let origin = try await play(situation, on: bench, cache) { request in
                request.query == "signature=1"
                    ? nil
                    : .bytes(status, headers: [("Content-Type", "application/xml")], Self.expiredToken)
            }
            #expect(origin.refusals.last?.cause == (status == 410 ? .gone : .expired))
            #expect(origin.asked <= 3)
        }
    }

    @Test(
        "A store that cannot serve just now is asked again instead of ending what is played",
        arguments: [408, 425, 429, 500, 502, 503, 504, 509, 520, 529],
        Situation.allCases
    )
    func busy(status: Int, situation: Situation) async throws {
        try await withBench { bench in
            let pace = TestPace()
            let cache = try await bench.cache(pace: pace.pace)
            let left = Mutex(3)
            _ = try await play(situation, on: bench, cache) { _ in
                let isBusy = left.withLock { left in
                    left -= 1
                    return left >= 0
                }
                return isBusy ? .bytes(status) : nil
            }
            #expect(pace.waited.count >= 3)
            await cache.shutDown()
        }
    }

    @Test(
        "A store's own time is waited for when it is short, and told at once when it is long",
        arguments: [("1", true), ("7", true), ("8", true), ("9", false), ("120", false), ("86400", false)]
    )
    func retryAfter(text: String, isWaitedFor: Bool) async throws {
        try await withBench { bench in
            let pace = TestPace()
            let cache = try await bench.cache(pace: pace.pace)
            bench.serve()
            bench.store.reply { _ in .bytes(503, headers: [("Retry-After", text)]) }
            if isWaitedFor {
                #expect(try await cache.playWhole(from: bench.origin()) == Self.audio)
                #expect(pace.waited == [.seconds(Int(text) ?? 0)])
            } else {
                #expect(await cache.failure(from: bench.origin()) == .storeBusy(retryAfterSeconds: Int(text) ?? 0))
                #expect(pace.waited.isEmpty)
            }
            await cache.shutDown()
        }
    }

    @Test("While one host is busy the other is asked, and its word counts when it has the recording")
    func otherHost() async throws {
        try await withBench { bench in
            let pace = TestPace()
            let cache = try await bench.cache(pace: pace.pace)
            bench.store.on("GET", CacheBench.path) { _ in .bytes(503, headers: [("Retry-After", "600")]) }
            bench.store.on("GET", CacheBench.secondPath) { .file(Self.audio, for: $0) }
            #expect(try await cache.playWhole(from: bench.origin(2)) == Self.audio)
            #expect(pace.waited.isEmpty)
            await cache.shutDown()
        }
    }

    @Test("A listener who leaves while a store is waited for ends the waiting")
    func leaving() async throws {
        try await withBench { bench in
            bench.store.on("GET", CacheBench.path) { _ in .bytes(503) }
            let cache = try await bench.cache(pace: TestPace.standing)
            let playing = Task { try await cache.playWhole(from: bench.origin()) }
            await bench.store.waitForRequests(1)
            playing.cancel()
            await #expect(throws: (any Error).self) { try await playing.value }
            await cache.shutDown()
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test(
        "A store that caps its answers is asked on, and nothing is fetched twice",
        arguments: [1024, 1500, 3000, 9999]
    )
    func capped(cap: Int) async throws {
        try await withCache { bench, cache async throws in
            bench.store.on("GET", CacheBench.path) { .file(Self.audio, for: $0.capped(to: cap)) }
            #expect(try await cache.playWhole(from: bench.origin()) == Self.audio)
            #expect(try await cache.play(5000..<9000, from: bench.origin()) == Self.audio.part(5000..<9000))
            #expect(cache.counters.upstreamBytes == 10_000)
        }
    }

    @Test("One that gives a byte at a time is not asked for ever")
    func cappedToNothing() async throws {
        try await withCache { bench, cache async throws in
            bench.store.on("GET", CacheBench.path) { .file(Self.audio, for: $0.capped(to: 1)) }
            let failure = await cache.failure(from: bench.origin())
            // Its address is given up, and there is no other.
            #expect(failure == .provider(.unreachable, retryAfterSeconds: nil))
            #expect(bench.store.requests.count < 100)
        }
    }

    @Test("Fields that say nothing, say it twice or are folded do not keep audio from being played")
    func oddFields() async throws {
        try await withCache { bench, cache async throws in
            let lines = [
                "HTTP/1.1 200 OK", "Content-Type: audio/mpeg", "Content-Type: audio/mpeg", "Content-Encoding:",
                "ETag: \"v1\"", "X-Long: one", "\ttwo", "Content-Encoding: identity, identity",
                "Content-Length: \(Self.audio.count)", "", "",
            ]
            let head = Array(lines.joined(separator: "\r\n").utf8)
            bench.store.on("GET", CacheBench.path) { _ in ScriptedReply([.rawHead(head), .body(Self.audio)]) }
            #expect(try await cache.playWhole(from: bench.origin()) == Self.audio)
            #expect(cache.standing(of: CacheBench.key)?.contentType == "audio/mpeg")
        }
    }

    @Test("What is labelled as encoded is refused on one host and played from the other")
    func labelledEncoded() async throws {
        try await withCache { bench, cache async throws in
            bench.store.on("GET", CacheBench.path) { _ in
                .bytes(200, headers: [("Content-Type", "audio/mpeg"), ("Content-Encoding", "gzip")], Self.audio)
            }
            bench.store.on("GET", CacheBench.secondPath) { .file(Self.audio, for: $0) }
            let origin = bench.origin(2)
            #expect(try await cache.playWhole(from: origin) == Self.audio)
            #expect(origin.refusals.map(\.cause) == [.refused])
        }
    }
}

extension ScriptedRequest {
    /// The same, asking for no more than so many bytes.
    fileprivate func capped(to count: Int) -> ScriptedRequest {
        let range = headers["Range"] ?? "bytes=0-"
        let bounds = range.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        let first = Int(bounds.first ?? "") ?? 0
        let last = min(first + count - 1, Int(bounds.last ?? "") ?? .max)
        return ScriptedRequest(
            method: method,
            target: target,
            headers: ScriptedHeaders([(name: "Range", value: "bytes=\(first)-\(last)")]),
            body: body,
            connection: connection
        )
    }
}
