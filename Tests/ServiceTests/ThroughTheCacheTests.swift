import DubberSimulator
import Foundation
import TestSupport
import Testing
import Transport

/// What range conformance asks of playback through the cache, shown by what the provider was asked for.
@Suite("Playback through the cache")
struct ThroughTheCacheTests {
    private static let slice = Int64(Playback.sliceBytes)

    /// Runs a service with a recording of four slices of its own.
    private static func run(
        _ fill: Fill = .cold,
        over wire: Wire,
        _ body: @escaping @Sendable (Playback) async throws -> Void
    ) async throws {
        try await Playback.run(fill, over: wire, sizeBytes: SampleCompany.audioBytes, body)
    }

    @Test("48: a cold range asks the store only for the slices that cover it", arguments: Wire.allCases)
    func coldRange(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            try await playback.expect("bytes=70000-70009", is: 70_000..<70_010)
            #expect(playback.service.audioBytesSent == Self.slice)
            #expect(playback.service.counts.count(.audio) == 1)
        }
    }

    @Test("49: a warm range asks nobody, and says so", arguments: Wire.allCases)
    func warmRange(wire: Wire) async throws {
        try await Self.run(.warm, over: wire) { playback in
            let before = playback.service.counts
            playback.service.clock.advance(seconds: 100)
            let answer = try await playback.expect("bytes=100-199999", is: 100..<200_000)
            #expect(playback.service.counts == before)
            #expect(answer["Cache-Status"]?.hasSuffix("; hit") == true)
            #expect((answer["Age"].flatMap { Int($0) } ?? 0) >= 100)
        }
    }

    @Test(
        "49: what has been here for longer than a URL lives is not stale when it arrives",
        arguments: [0, 100, 899, 900, 901, 100_000],
        Wire.allCases
    )
    func age(seconds: Int, wire: Wire) async throws {
        try await Self.run(.warm, over: wire) { playback in
            let service = playback.service
            service.clock.advance(seconds: TimeInterval(seconds))
            let url = try await service.audioURL()
            let heard = url.replacing("?", with: "?download=0&")
            // On the event loop, and the ordinary way.
            for target in [url, heard] {
                for (method, fields) in [
                    ("GET", ["Range": "bytes=0-9"]), ("GET", [:]), ("HEAD", [:]), ("GET", ["If-None-Match": "*"]),
                    ("GET", ["Range": "bytes=0-9,20-29"]), ("GET", ["Range": "bytes=900000-"]),
                ] as [(String, [String: String])] {
                    let headers = fields.map { (name: $0.key, value: $0.value) }
                    let answer = try await service.client.send(method, target, headers: headers)
                    let age = try #require(answer["Age"].flatMap { Int($0) })
                    let kept = answer["Cache-Control"]?.firstMatch(of: #/max-age=(\d+)/#).flatMap { Int($0.1) }
                    #expect(age >= seconds, "\(method) \(fields)")
                    let fresh = try #require(kept) - age
                    #expect(fresh <= 900 && fresh > 840, "fresh for as long as a URL lives, but for a minute")
                    #expect(answer["Cache-Control"]?.hasPrefix("private, no-transform, ") == true)
                }
            }
        }
    }

    @Test("49: what was fetched is not called a hit", arguments: Wire.allCases)
    func missStatus(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            let cold = try await playback.expect("bytes=0-9", is: 0..<10)
            #expect(cold["Cache-Status"]?.contains("fwd=") == true)
            let partial = try await playback.expect("bytes=0-70000", is: 0..<70_001)
            #expect(partial["Cache-Status"]?.contains("fwd=partial") == true)
            let warm = try await playback.expect("bytes=0-70000", is: 0..<70_001)
            #expect(warm["Cache-Status"]?.contains("hit") == true)
        }
    }

    @Test("50: stored whole serves any range without the provider", arguments: Wire.allCases)
    func storedWhole(wire: Wire) async throws {
        try await Self.run(.warm, over: wire) { playback in
            let before = playback.service.counts
            for start in stride(from: 0, to: 200_000, by: 17_771) {
                let end = min(start + 66_000, 200_000)
                try await playback.expect("bytes=\(start)-\(end - 1)", is: start..<end)
            }
            try await playback.expectWhole()
            #expect(playback.service.counts == before)
        }
    }

    @Test("51: stored partly serves any range inside", arguments: Wire.allCases)
    func storedPartly(wire: Wire) async throws {
        try await Self.run(.partly, over: wire) { playback in
            let before = playback.service.counts
            try await playback.expect("bytes=65536-131071", is: 65_536..<131_072)
            try await playback.expect("bytes=90000-100000", is: 90_000..<100_001)
            #expect(playback.service.counts == before)
        }
    }

    @Test("52: partly missing fetches only the gaps", arguments: Wire.allCases)
    func onlyGaps(wire: Wire) async throws {
        try await Self.run(.partly, over: wire) { playback in
            #expect(playback.service.audioBytesSent == Self.slice)
            try await playback.expectWhole()
            #expect(playback.service.audioBytesSent == SampleCompany.audioBytes)
            #expect(playback.service.counts.count(.audio) == 3)
        }
    }

    @Test("53: ranges over slice borders are complete, whichever slices are there", arguments: 0..<16, Wire.allCases)
    func overBorders(stored: Int, wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            for slice in 0..<4 where stored & (1 << slice) != 0 {
                let start = slice * Playback.sliceBytes
                try await playback.expect("bytes=\(start)-\(start)", is: start..<start + 1)
            }
            try await playback.expect("bytes=65535-196608", is: 65_535..<196_609)
            try await playback.expect("bytes=1-199998", is: 1..<199_999)
            #expect(playback.service.audioBytesSent == SampleCompany.audioBytes)
        }
    }

    @Test("54: a stored part never answers a GET for the whole", arguments: Wire.allCases)
    func partIsNotWhole(wire: Wire) async throws {
        try await Self.run(.partly, over: wire) { try await $0.expectWhole() }
    }

    @Test(
        "56: a store that answers 200 to a range is cut to it",
        arguments: [Fault.Kind.ignoredRange, .noRangeSupport],
        Wire.allCases
    )
    func ignoredRange(kind: Fault.Kind, wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            playback.service.faults.add(Fault(kind))
            try await playback.expect("bytes=70000-140000", is: 70_000..<140_001)
            try await playback.expect("bytes=-5", is: 199_995..<200_000)
            try await playback.expectWhole()
        }
    }

    @Test(
        "57: a store's wrong Content-Range or encoding is refused before the first byte, and nothing of it is kept",
        arguments: [Fault.Kind.wrongContentRange, .gzipContentEncoding],
        Wire.allCases
    )
    func wrongAnswers(kind: Fault.Kind, wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            playback.service.faults.add(Fault(kind))
            let answer = try await playback.get("bytes=0-9")
            #expect(answer.status == 502)
            #expect(try answer.problem.code == "audioStoreRefused")
            playback.service.faults.clear()
            let totals = try await playback.service.client.cacheTotals
            #expect(totals.storedBytes == 0)
            try await playback.expect("bytes=0-9", is: 0..<10)
        }
    }

    @Test(
        "62: with the provider down, what is cached is served",
        arguments: ["bytes=0-", "bytes=150000-", "bytes=-1"],
        Wire.allCases
    )
    func providerDown(range: String, wire: Wire) async throws {
        try await Self.run(.warm, over: wire) { playback in
            playback.service.faults.add(Fault(.down))
            let answer = try await playback.get(range)
            #expect(answer.status == 206)
            #expect(answer.bytes.elementsEqual(playback.truth.suffix(answer.bytes.count)))
        }
    }

    @Test(
        "63: with the provider down, a range that is partly cached is an error before the first byte",
        arguments: ["bytes=0-", "bytes=65536-131072", "bytes=65536-", "bytes=70000-71000,150000-150001"],
        Wire.allCases
    )
    func providerDownPartly(range: String, wire: Wire) async throws {
        try await Self.run(.partly, over: wire) { playback in
            playback.service.faults.add(Fault(.down))
            let answer = try await playback.get(range)
            #expect((500...599).contains(answer.status))
            let problem = try answer.problem
            #expect(problem.retryable)
            #expect(answer["Cache-Control"] == "no-store")
            try await playback.expect("bytes=65536-131071", is: 65_536..<131_072)
        }
    }

    @Test("64: a purge removes every slice despite gaps", arguments: Wire.allCases)
    func purge(wire: Wire) async throws {
        try await Self.run(over: wire) { playback in
            try await playback.expect("bytes=0-9", is: 0..<10)
            try await playback.expect("bytes=196608-196609", is: 196_608..<196_610)
            let client = playback.service.client
            let purged = try await client.asAdmin("DELETE", "/v1/cache?recording=\(playback.recordingID)")
            #expect(purged.text == #"{"purged":1}"#)
            let totals = try await client.cacheTotals
            #expect(totals.recordings == 0)
            #expect(totals.storedBytes == 0)
            let before = playback.service.audioBytesSent
            try await playback.expectWhole()
            #expect(playback.service.audioBytesSent == before + SampleCompany.audioBytes)
        }
    }

    @Test("73: audio is proxied, never a redirect to the provider", arguments: Situation.all)
    func neverRedirects(situation: Situation) async throws {
        try await Self.run(situation.fill, over: situation.wire) { playback in
            for method in ["GET", "HEAD"] {
                let answer = try await playback.get(method: method)
                #expect(answer.status == 200)
                #expect(answer["Location"] == nil)
                #expect(!answer.headers.fields.contains { $0.value.contains("/store/") })
            }
        }
    }
}
