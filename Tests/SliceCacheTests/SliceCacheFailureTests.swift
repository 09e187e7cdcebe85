import Foundation
import Recordings
import SliceCache
import TestSupport
import Testing
import Transport

@Suite("Stores that fail", .timeLimit(.minutes(5)))
struct SliceCacheFailureTests {
    private let audio = CacheBench.audio

    @Test(
        "61: a reply that breaks off is resumed at its byte",
        arguments: [FileTweak.closeAfter(0), .closeAfter(1), .closeAfter(1500), .closeAfter(4096), .closeAfter(9999)]
    )
    func resumed(tweak: FileTweak) async throws {
        try await withCache { bench, cache async throws in
            bench.store.reply { .file(CacheBench.audio, for: $0, tweaks: [tweak]) }
            bench.serve()
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(bench.store.requests.count == 2)
            #expect(cache.counters.upstreamBytes == 10_000)
        }
    }

    @Test("61: a store that keeps breaking is left for the second host, at the same byte")
    func secondHost() async throws {
        try await withCache { bench, cache async throws in
            bench.store.on("GET", CacheBench.path) { .file(CacheBench.audio, for: $0, tweaks: [.resetAfter(0)]) }
            bench.store.reply { .file(CacheBench.audio, for: $0, tweaks: [.closeAfter(3000)]) }
            bench.store.on("GET", CacheBench.secondPath) { .file(CacheBench.audio, for: $0) }
            #expect(try await cache.playWhole(from: bench.origin(2)) == audio)
            #expect(bench.store.requests.last?.path == CacheBench.secondPath)
            #expect(bench.askedRanges.last == "bytes=3000-9999")
        }
    }

    @Test(
        "61: a store that breaks off again and again, however little it brings between, costs no listener the second host's help"
    )
    func breaksOften() async throws {
        try await withCache { bench, cache async throws in
            let audio = CacheBench.bytes(60_000)
            bench.store.on("GET", CacheBench.path) { .file(audio, for: $0, tweaks: [.resetAfter(1000)]) }
            bench.store.on("GET", CacheBench.secondPath) { .file(audio, for: $0) }
            #expect(try await cache.play(0..<60_000, from: bench.origin(2)) == audio)
            #expect(bench.store.requests.last?.path == CacheBench.secondPath)
        }
    }

    @Test("61: a store that breaks off often is asked on where there is no other")
    func breaksOftenAlone() async throws {
        try await withCache { bench, cache async throws in
            let audio = CacheBench.bytes(60_000)
            bench.store.on("GET", CacheBench.path) { .file(audio, for: $0, tweaks: [.resetAfter(3000)]) }
            #expect(try await cache.play(0..<60_000, from: bench.origin()) == audio)
        }
    }

    @Test("61: an address that expired in the middle is replaced on its host")
    func freshAddress() async throws {
        try await withCache { bench, cache async throws in
            bench.serve()
            bench.store.reply { .file(CacheBench.audio, for: $0, tweaks: [.closeAfter(3000)]) }
            bench.store.reply { _ in .html(403, "Request has expired") }
            let origin = bench.origin(2)
            #expect(try await cache.playWhole(from: origin) == audio)
            #expect(origin.refusals.map(\.cause) == [.expired])
            #expect(bench.store.requests.last?.query == "signature=1")
            #expect(cache.counters.upstreamBytes == 10_000)
        }
    }

    @Test("62: with the store down, what is cached is served")
    func downAndCached() async throws {
        try await withCache { bench, cache in
            bench.serve()
            _ = try await cache.playWhole(from: bench.origin())
            bench.serve(tweaks: [.resetAfter(0)])
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test("63: with the store down and a part missing, the first read fails rather than a later one")
    func downAndPartlyCached() async throws {
        try await withCache { bench, cache in
            bench.serve()
            _ = try await cache.play(0..<3072, from: bench.origin())
            bench.store.on("GET", CacheBench.path) { _ in .html(503, "down") }
            let reader = try await cache.reader(0..<10_000, from: bench.origin())
            await #expect(throws: SliceCacheError.storeUnreachable) { try await reader.next() }
            #expect(try await cache.play(10..<3000, from: bench.origin()) == audio.part(10..<3000))
        }
    }

    @Test("75: after a cut a later range resumes")
    func resumesLater() async throws {
        try await withCache { bench, cache in
            bench.store.on("GET", CacheBench.path) { _ in .html(503, "down") }
            bench.store.reply { .file(CacheBench.audio, for: $0, tweaks: [.closeAfter(4500)]) }
            let reader = try await cache.reader(0..<10_000, from: bench.origin())
            var heard: [UInt8] = []
            await #expect(throws: SliceCacheError.storeUnreachable) {
                while let piece = try await reader.next() { heard += piece }
            }
            #expect(heard == audio.part(0..<4500))
            bench.serve()
            #expect(try await cache.play(4500..<10_000, from: bench.origin()) == audio.part(4500..<10_000))
            #expect(bench.askedRanges.last == "bytes=4500-9999")
        }
    }

    @Test(
        "57: an answer that cannot be trusted is refused, and nothing of it stored",
        arguments: [
            FileTweak.contentRange("bytes 1-9999/10000"), .contentRange("bytes 0-9999/*"), .contentRange("bytes"),
            .contentRange("bytes 0-9998/9999"), .contentType("text/html"), .contentType("application/json"),
        ]
    )
    func refused(tweak: FileTweak) async throws {
        try await withCache { bench, cache async throws in
            bench.serve(tweaks: [tweak])
            #expect(await cache.failure(from: bench.origin()) == .storeRefused)
            #expect(cache.totals.recordings == 0)
            #expect(cache.totals.storedBytes == 0)
        }
    }

    @Test("57: an encoded answer is refused, and a recording over the limit")
    func refusedOtherwise() async throws {
        try await withBench { bench in
            let headers = [("Content-Encoding", "gzip"), ("Content-Type", "audio/mpeg")].map {
                (name: $0.0, value: $0.1)
            }
            bench.store.on("GET", CacheBench.path) { _ in .bytes(200, headers: headers, CacheBench.audio) }
            var cache = try await bench.cache()
            #expect(await cache.failure(from: bench.origin()) == .storeRefused)
            await cache.shutDown()
            bench.serve()
            cache = try await bench.cache(CacheBench.limits { $0.maximumRecordingBytes = 9999 })
            #expect(await cache.failure(from: bench.origin()) == .storeRefused)
            await cache.shutDown()
        }
    }

    @Test(
        "What the hosts' failures mean to a listener",
        arguments: [
            (404, 404, SliceCacheError.notFound), (410, 404, .notFound), (404, 503, .storeUnreachable),
            (503, 404, .storeUnreachable), (503, 500, .storeUnreachable), (403, 403, .storeUnreachable),
            (403, 404, .storeUnreachable),
        ]
    )
    func meanings(first: Int, second: Int, error: SliceCacheError) async throws {
        try await withCache { bench, cache async throws in
            bench.store.on("GET", CacheBench.path) { _ in .bytes(first) }
            bench.store.on("GET", CacheBench.secondPath) { _ in .bytes(second) }
            #expect(await cache.failure(from: bench.origin(2)) == error)
        }
    }

    @Test("What an origin that knows no location means")
    func originErrors() async throws {
        try await withCache { _, cache async throws in
            func failure(_ error: AudioOriginError, _ id: String) async -> SliceCacheError? {
                let key = RecordingKey(entry: CacheBench.key.entry, recording: CacheBench.recordingID(id))
                return await cache.failure(of: key, from: ScriptedOrigin(urls: [], error: error))
            }
            #expect(await failure(.expired, "1") == .expired)
            #expect(await failure(.notFound, "2") == .notFound)
            #expect(await failure(.failed(.rateLimited), "3") == .provider(.rateLimited))
        }
    }

    @Test("67: \"not found\" is remembered for seconds")
    func absence() async throws {
        try await withBench { bench in
            let clock = TestClock()
            bench.store.on("GET", CacheBench.path) { _ in .bytes(404) }
            let cache = try await bench.cache(CacheBench.limits { $0.notFoundSeconds = 5 }, now: clock.now)
            #expect(await cache.failure(from: bench.origin()) == .notFound)
            bench.serve()
            clock.advance(4)
            #expect(await cache.failure(from: bench.origin()) == .notFound)
            #expect(bench.store.requests.count == 1)
            clock.advance(1)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.shutDown()
        }
    }

    @Test("55, 66: another version ends the old one whole, once, and the next visit plays the new one")
    func changed() async throws {
        try await withCache { bench, cache in
            let newAudio = CacheBench.bytes(10_000, seed: 2)
            bench.serve()
            _ = try await cache.play(0..<3072, from: bench.origin())
            bench.store.on("GET", CacheBench.path) { .file(newAudio, for: $0, etag: "\"v2\"") }
            #expect(await cache.failure(3072..<10_000, from: bench.origin()) == .changed)
            #expect(try await cache.playWhole(from: bench.origin()) == newAudio)
            #expect(cache.counters.upstreamBytes == 13_072)
        }
    }

    @Test(
        "55: a second host's other version is played when the first is gone, however it is gone, and never while it is only busy for a moment",
        arguments: [
            (ScriptedReply.bytes(503), 99), (.bytes(500), 99), (.bytes(404), 99), (.bytes(410), 99), (.reset, 99),
            (.html(200, "sign in"), 99), (.bytes(403), 99), (.bytes(503), 2),
        ]
    )
    func otherVersionElsewhere(failure: ScriptedReply, times: Int) async throws {
        try await withCache { bench, cache in
            let other = CacheBench.bytes(9000, seed: 2)
            bench.serve()
            bench.store.on("GET", CacheBench.secondPath) { .file(other, for: $0, etag: "\"other\"") }
            _ = try await cache.play(0..<3072, from: bench.origin(2))
            let isGone = times > 9
            if isGone {
                bench.store.on("GET", CacheBench.path) { _ in failure }
            } else {
                for _ in 0..<times { bench.store.reply { _ in failure } }
            }
            if isGone {
                #expect(await cache.failure(3072..<10_000, from: bench.origin(2)) == .changed)
                #expect(try await cache.playWhole(from: bench.origin(2)) == other)
            } else {
                #expect(try await cache.play(3072..<10_000, from: bench.origin(2)) == audio.part(3072..<10_000))
            }
        }
    }

    @Test("55: a shorter version is noticed by a range that it does not have")
    func shorterVersion() async throws {
        try await withCache { bench, cache in
            bench.serve()
            _ = try await cache.play(0..<1024, from: bench.origin())
            bench.store.on("GET", CacheBench.path) { .file(CacheBench.bytes(5000, seed: 2), for: $0, etag: "\"v2\"") }
            #expect(await cache.failure(8192..<10_000, from: bench.origin()) == .changed)
            #expect(try await cache.playWhole(from: bench.origin()) == CacheBench.bytes(5000, seed: 2))
        }
    }

    @Test("A client that was stopped ends playing at once")
    func stoppedClient() async throws {
        try await withCache { bench, cache in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(4000, barrier)])
            let reader = try await cache.reader(0..<10_000, from: bench.origin())
            _ = try await reader.next()
            await bench.client.shutdown()
            await #expect(throws: SliceCacheError.cancelled) { try await reader.rest() }
            barrier.open()
        }
    }
}
