import ByteRanges
import Foundation
import SliceCache
import TestSupport
import Testing

@Suite("Playing through the cache", .timeLimit(.minutes(5)))
struct SliceCacheTests {
    private let audio = CacheBench.audio

    @Test(
        "48: a cold range asks upstream only for the slices that cover it",
        arguments: [
            (UpstreamRange.bytes(0..<2), "bytes=0-1023"), (.bytes(1023..<1025), "bytes=0-2047"),
            (.bytes(5000..<5001), "bytes=4096-5119"), (.bytes(9999..<10_000), "bytes=9216-10239"),
            (.from(3000), "bytes=2048-1050623"), (.from(0), "bytes=0-1048575"), (.last(100), "bytes=-1123"),
        ]
    )
    func coldRange(first: UpstreamRange, asked: String) async throws {
        try await withCache { bench, cache in
            bench.serve()
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: first)
            let range = first.range(sizeBytes: 10_000)
            #expect(try await visit.reader(of: range).rest() == audio.part(range))
            #expect(bench.askedRanges == [asked])
        }
    }

    @Test("49: a warm range asks nobody")
    func warmRange() async throws {
        try await withCache { bench, cache async throws in
            bench.serve()
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.workEnds()
            #expect(cache.standing(of: CacheBench.key)?.cachedBytes == 10_000)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(bench.store.requests.count == 1)
            #expect(cache.counters.upstreamBytes == 10_000)
        }
    }

    @Test("50, 51, 53: what is stored serves any range inside it, over slice borders too")
    func storedRanges() async throws {
        try await withCache { bench, cache in
            bench.serve()
            _ = try await cache.play(2048..<6144, from: bench.origin())
            for range in [2048..<2049, 3071..<3073, 2050..<6143, 6143..<6144, 2048..<6144] as [Range<Int64>] {
                #expect(try await cache.play(range, from: bench.origin()) == audio.part(range))
            }
            #expect(bench.askedRanges == ["bytes=2048-6143"])
        }
    }

    @Test("52, 54: a whole request over stored parts asks only for the gaps")
    func gaps() async throws {
        try await withCache { bench, cache in
            bench.serve()
            _ = try await cache.play(2048..<3072, from: bench.origin())
            _ = try await cache.play(7000..<8192, from: bench.origin())
            await cache.workEnds()
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(
                bench.askedRanges == [
                    "bytes=2048-3071", "bytes=6144-8191", "bytes=0-2047", "bytes=3072-6143", "bytes=8192-9999",
                ]
            )
            #expect(cache.counters.upstreamBytes == 10_000)
        }
    }

    @Test(
        "Recordings of any size come whole",
        arguments: [0, 1, 2, 1023, 1024, 1025, 2048, 3071, 3072, 70_000]
    )
    func sizes(size: Int) async throws {
        try await withCache { bench, cache async throws in
            let audio = CacheBench.bytes(size)
            bench.serve(audio)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.workEnds()
            #expect(cache.totals.storedBytes == Int64(size))
        }
    }

    @Test(
        "A first request past the end still tells what the recording is",
        arguments: [UpstreamRange.from(10_000), .bytes(50_000..<50_001), .from(.max), .last(0), .bytes(.max ..< .max)]
    )
    func unsatisfiableFirst(first: UpstreamRange) async throws {
        try await withCache { bench, cache in
            bench.serve()
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: first)
            #expect(visit.recording.representation.sizeBytes == 10_000)
            #expect(visit.recording.representation.entityTag.description == "\"v1\"")
            #expect(try await visit.reader(of: 0..<10_000).rest() == audio)
        }
    }

    @Test("A HEAD brings no more than a slice, and nothing stays behind")
    func headOnly() async throws {
        try await withCache { bench, cache in
            bench.serve()
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .firstSlice)
            #expect(visit.recording.validator.sizeBytes == 10_000)
            await cache.workEnds()
            #expect(bench.askedRanges == ["bytes=0-1023"])
        }
    }

    @Test("56: a store that answers 200 to a range is accepted, and the rest cut off")
    func storeWithoutRanges() async throws {
        try await withCache { bench, cache async throws in
            bench.serve(tweaks: [.wholeForRange])
            for range in [5000..<5010, 9990..<10_000, 0..<10_000] as [Range<Int64>] {
                #expect(try await cache.play(range, from: bench.origin()) == audio.part(range))
            }
            #expect(try await cache.play(1..<9999, from: bench.origin()) == audio.part(1..<9999))
        }
    }

    @Test("47: the tag is the store's own, else made of what identifies the bytes")
    func entityTags() async throws {
        try await withCache { bench, cache in
            bench.serve(tweaks: [.noETag])
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0))
            let made = visit.recording.representation.entityTag
            #expect(!made.isWeak)
            await cache.purge { _ in true }
            let again = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0))
            #expect(again.recording.representation.entityTag == made)
        }
    }

    @Test("60: facts for conditions are the same warm and cold")
    func sameFacts() async throws {
        try await withBench { bench in
            bench.serve()
            var cache = try await bench.cache()
            let cold = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0)).recording
            let facts = cold.representation
            let type = cold.validator.contentType
            _ = try await cache.playWhole(from: bench.origin())
            await cache.shutDown()
            cache = try await bench.cache()
            let warm = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0)).recording
            #expect(warm.representation == facts)
            #expect(warm.validator.contentType == type)
            await cache.shutDown()
        }
    }
}
