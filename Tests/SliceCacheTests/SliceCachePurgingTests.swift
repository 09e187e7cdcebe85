import Foundation
import Recordings
import SliceCache
import TestSupport
import Testing

@Suite("Purging, eviction and expiry", .timeLimit(.minutes(5)))
struct SliceCachePurgingTests {
    private let audio = CacheBench.audio

    private func audioFiles(_ bench: CacheBench) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio")
    }

    private func key(_ entry: String, _ recording: String) -> RecordingKey {
        RecordingKey(entry: CallRecIntGUID(entry), recording: CacheBench.recordingID(recording))
    }

    @Test("64: a purge removes every slice, despite gaps, for good")
    func purge() async throws {
        try await withBench { bench in
            bench.serve()
            var cache = try await bench.cache()
            for start in [0, 4096, 9216] as [Int64] {
                _ = try await cache.play(start..<start + 10, from: bench.origin())
            }
            #expect(await cache.purge { $0 == CacheBench.key } == 1)
            #expect(cache.standing(of: CacheBench.key) == nil)
            #expect(cache.totals.storedBytes == 0)
            #expect(try audioFiles(bench).isEmpty)
            await cache.shutDown()
            cache = try await bench.cache()
            #expect(cache.totals.recordings == 0)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.shutDown()
        }
    }

    @Test("65: a purge takes exactly what it means")
    func purgeByTag() async throws {
        try await withCache { bench, cache in
            bench.serve()
            let keys = [key("a", "1"), key("a", "2"), key("ab", "1"), key("A", "1")]
            for key in keys { _ = try await cache.play(0..<10, of: key, from: bench.origin()) }
            #expect(await cache.purge { $0.entry == CallRecIntGUID("a") } == 2)
            #expect(keys.map { cache.standing(of: $0) != nil } == [false, false, true, true])
        }
    }

    @Test("A purge during a fetch ends readers, fetch and file, and nothing comes back")
    func purgeInFlight() async throws {
        try await withCache { bench, cache in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(4000, barrier)])
            let reader = try await cache.reader(0..<10_000, from: bench.origin())
            _ = try await reader.next()
            await cache.purge { _ in true }
            await #expect(throws: SliceCacheError.purged) { try await reader.rest() }
            await cache.workEnds()
            barrier.open()
            #expect(cache.totals.recordings == 0)
            #expect(cache.totals.storedBytes == 0)
            #expect(try audioFiles(bench).isEmpty)
        }
    }

    @Test("A purge ends what a listener who has not begun would read")
    func purgeBeforeReading() async throws {
        try await withCache(CacheBench.limits { ($0.firstFetchBytes, $0.readAheadBytes) = (1, 1) }) { bench, cache in
            bench.serve()
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0))
            await cache.purge { _ in true }
            await cache.workEnds()
            await #expect(throws: SliceCacheError.purged) { try await visit.reader(of: 0..<10).rest() }
        }
    }

    @Test("A purge while a recording is being asked for the first time lets nothing in")
    func purgeWhileOpening() async throws {
        try await withCache { bench, cache async throws in
            let barrier = Barrier()
            bench.store.reply { request in
                var reply = ScriptedReply.file(CacheBench.audio, for: request)
                reply.steps.insert(.wait(barrier), at: 0)
                return reply
            }
            bench.serve()
            let opening = Task { await cache.failure(from: bench.origin()) }
            await bench.store.waitForRequests(1)
            await cache.purge { _ in true }
            #expect(await opening.value == .purged)
            barrier.open()
            #expect(cache.totals.recordings == 0)
            #expect(try audioFiles(bench).isEmpty)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
        }
    }

    @Test("The least recently used go first when the limit is reached, and the index forgets them")
    func eviction() async throws {
        try await withBench { bench in
            let clock = TestClock()
            bench.serve()
            var cache = try await bench.cache(CacheBench.limits { $0.maximumBytes = 25_000 }, now: clock.now)
            for id in ["1", "2"] {
                _ = try await cache.playWhole(key("a", id), from: bench.origin())
                clock.advance(1)
            }
            _ = try await cache.playWhole(key("a", "1"), from: bench.origin())
            clock.advance(1)
            _ = try await cache.playWhole(key("a", "3"), from: bench.origin())
            await cache.workEnds()
            #expect(["1", "2", "3"].map { cache.standing(of: key("a", $0)) != nil } == [true, false, true])
            #expect(cache.totals.storedBytes == 20_000)
            #expect(try audioFiles(bench).count == 2)
            await cache.shutDown()
            cache = try await bench.cache(now: clock.now)
            #expect(cache.totals.recordings == 2)
            #expect(cache.totals.storedBytes == 20_000)
            await cache.shutDown()
        }
    }

    @Test("An entry that has more than its share loses its own least recently used, and nobody else's")
    func sharePerEntry() async throws {
        try await withBench { bench in
            let clock = TestClock()
            bench.serve()
            let limits = CacheBench.limits { $0.maximumBytesPerEntry = 25_000 }
            var cache = try await bench.cache(limits, now: clock.now)
            for (entry, id) in [("b", "1"), ("a", "1"), ("a", "2"), ("b", "2"), ("a", "3")] {
                _ = try await cache.playWhole(key(entry, id), from: bench.origin())
                clock.advance(1)
            }
            await cache.workEnds()
            func kept() -> [String] {
                ["a", "b"].flatMap { entry in ["1", "2", "3"].map { (entry, $0) } }
                    .filter { cache.standing(of: key($0.0, $0.1)) != nil }
                    .map { $0.0 + $0.1 }
            }
            #expect(kept() == ["a2", "a3", "b1", "b2"])
            #expect(cache.totals.storedBytes == 40_000)
            await cache.shutDown()
            cache = try await bench.cache(CacheBench.limits { $0.maximumBytesPerEntry = 15_000 }, now: clock.now)
            #expect(kept() == ["a3", "b2"])
            _ = try await cache.play(0..<10_000, of: key("c", "1"), from: bench.origin())
            await cache.purge { $0.entry == CallRecIntGUID("a") }
            await cache.workEnds()
            _ = try await cache.playWhole(key("a", "1"), from: bench.origin())
            await cache.workEnds()
            #expect(kept() == ["a1", "b2"])
            await cache.shutDown()
        }
    }

    @Test("A recording longer than the cache is played to its end while it is evicted, and purged while it is a stray")
    func evictedWhileRead() async throws {
        try await withCache(CacheBench.limits { $0.maximumBytes = 5000 }) { bench, cache in
            let barrier = Barrier()
            let audio = CacheBench.bytes(60_000)
            bench.serve(audio)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.workEnds()
            #expect(cache.totals.storedBytes <= 5000)
            #expect(try audioFiles(bench).count == cache.totals.recordings)
            bench.serve(audio, tweaks: [.pauseAfter(50_000, barrier)])
            let reader = try await cache.reader(0..<60_000, from: bench.origin())
            _ = try await reader.next()
            try await until(cache.totals.recordings, is: 0)
            await cache.purge { _ in true }
            await #expect(throws: SliceCacheError.purged) { try await reader.rest() }
            barrier.open()
        }
    }

    @Test("A recording past its expiry time is refused and removed")
    func expiry() async throws {
        try await withBench { bench in
            let clock = TestClock()
            bench.serve()
            var cache = try await bench.cache(now: clock.now)
            let origin = bench.origin(expiryTime: clock.now().addingTimeInterval(100))
            #expect(try await cache.playWhole(from: origin) == audio)
            await cache.shutDown()
            cache = try await bench.cache(now: clock.now)
            clock.advance(99)
            #expect(try await cache.playWhole(from: origin) == audio)
            clock.advance(1)
            #expect(cache.standing(of: CacheBench.key) == nil)
            #expect(await cache.failure(from: origin) == .expired)
            #expect(cache.totals.recordings == 0)
            #expect(try audioFiles(bench).isEmpty)
            await #expect(throws: SliceCacheError.expired) { try await cache.playWhole(from: origin) }
            await cache.shutDown()
        }
    }

    @Test("A recording that expires is removed though nobody asks for it, and ends for who reads it")
    func expiryUnasked() async throws {
        try await withBench { bench in
            let clock = TestClock()
            bench.serve()
            var cache = try await bench.cache(now: clock.now)
            let origin = bench.origin(expiryTime: clock.now().addingTimeInterval(100))
            let reader = try await cache.reader(0..<10_000, from: origin)
            _ = try await reader.next()
            clock.advance(200)
            await cache.removeExpired()
            #expect(cache.totals.recordings == 0)
            await #expect(throws: SliceCacheError.expired) { try await reader.rest() }
            await cache.shutDown()
            cache = try await bench.cache(now: clock.now)
            #expect(try audioFiles(bench).isEmpty)
            await cache.shutDown()
        }
    }
}
