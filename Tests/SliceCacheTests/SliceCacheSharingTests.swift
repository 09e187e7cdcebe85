import Foundation
import SliceCache
import TestSupport
import Testing
import Transport

@Suite("Many listeners to one recording", .timeLimit(.minutes(5)))
struct SliceCacheSharingTests {
    private let audio = CacheBench.audio

    @Test("58: 100 listeners to a cold recording fetch each byte once, and stream while it arrives")
    func hundredListeners() async throws {
        try await withCache { bench, cache in
            let barrier = Barrier()
            let audio = CacheBench.bytes(100_000)
            bench.serve(audio, tweaks: [.pauseAfter(50_000, barrier)])
            let origin = bench.origin()
            try await withThrowingTaskGroup { group in
                for _ in 0..<100 {
                    group.addTask {
                        let reader = try await cache.reader(0..<100_000, from: origin)
                        var bytes = [UInt8]()
                        while bytes.count < 50_000, let piece = try await reader.next() { bytes += piece }
                        return (bytes, reader)
                    }
                }
                var readers: [([UInt8], AudioReader)] = []
                // All have the first half while the store still holds the second back.
                for try await half in group { readers.append(half) }
                barrier.open()
                for (half, reader) in readers {
                    let whole = try await half + reader.rest()
                    #expect(whole == audio)
                }
            }
            #expect(bench.store.requests.count == 1)
            #expect(cache.counters.upstreamBytes == 100_000)
        }
    }

    @Test("Listeners who follow one fetch have what one of them has read from the file")
    func sharedPieces() async throws {
        try await withBench { bench in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(4096, barrier)])
            let files = try FaultySliceFiles(folder: bench.folder)
            let cache = try await bench.cache(files: files)
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0))
            let (first, second) = (try visit.reader(of: 0..<10_000), try visit.reader(of: 0..<10_000))
            try await until(visit.recording.covers(0..<4096), is: true)
            var half: [UInt8] = []
            while half.count < 4096, let piece = try await first.next() {
                #expect(try await second.next() == piece)
                half += piece
            }
            #expect(half == Array(audio[..<4096]))
            #expect(files.reads == 6)
            barrier.open()
            async let rest = first.rest()
            #expect(try await second.rest() == Array(audio[4096...]))
            #expect(try await rest == Array(audio[4096...]))
            await cache.shutDown()
        }
    }

    @Test("59: a listener who leaves does not disturb the others")
    func oneLeaves() async throws {
        try await withCache { bench, cache in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(4000, barrier)])
            let origin = bench.origin()
            var leaving: AudioReader? = try await cache.reader(0..<10_000, from: origin)
            let staying = try await cache.reader(0..<10_000, from: origin)
            _ = try await leaving?.next()
            leaving = nil
            barrier.open()
            #expect(try await staying.rest() == audio)
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test("59: a listener whose wait is cancelled hears of it, and the others play on")
    func oneIsCancelled() async throws {
        try await withCache { bench, cache async throws in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(4000, barrier)])
            let origin = bench.origin()
            let cancelled = Task { try await cache.play(0..<10_000, from: origin) }
            let staying = Task { try await cache.play(0..<10_000, from: origin) }
            await bench.store.waitForRequests(1)
            cancelled.cancel()
            await #expect(throws: SliceCacheError.cancelled) { try await cancelled.value }
            barrier.open()
            #expect(try await staying.value == audio)
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test("76: the last listener who leaves stops the fetch")
    func lastLeaves() async throws {
        try await withCache { bench, cache in
            let barrier = Barrier()
            let audio = CacheBench.bytes(100_000)
            bench.serve(audio, tweaks: [.pauseAfter(5000, barrier)])
            var reader: AudioReader? = try await cache.reader(0..<100_000, from: bench.origin())
            _ = try await reader?.next()
            reader = nil
            await cache.workEnds()
            await bench.store.waitForClosedConnections(1)
            barrier.open()
            #expect(cache.totals.readers == 0)
            #expect(try await cache.play(0..<100_000, from: bench.origin()) == audio)
        }
    }

    @Test("76: when all who wait for a silent store leave, the question is given up")
    func lastLeavesAnOpening() async throws {
        try await withCache { bench, cache async throws in
            bench.store.reply { _ in .stall }
            bench.serve()
            let origin = bench.origin()
            let first = Task { try await cache.play(0..<10_000, from: origin) }
            await bench.store.waitForRequests(1)
            first.cancel()
            await #expect(throws: (any Error).self) { try await first.value }
            await bench.store.waitForClosedConnections(1)
            #expect(try await cache.play(0..<10_000, from: bench.origin()) == audio)
        }
    }

    @Test("A listener who arrives just as another gives a fetch up is not told of the other's leaving")
    func arrivesAsAnotherLeaves() async throws {
        try await withCache(
            CacheBench.limits { ($0.firstFetchBytes, $0.readAheadBytes) = (2000, 2000) }
        ) { bench, cache in
            let audio = CacheBench.bytes(50_000)
            bench.serve(audio)
            for _ in 0..<30 {
                var leaving: AudioReader? = try await cache.reader(0..<50_000, from: bench.origin())
                _ = try await leaving?.next()
                leaving = nil
                #expect(try await cache.play(0..<50_000, from: bench.origin()) == audio)
                await cache.purge { _ in true }
            }
        }
    }

    @Test("A fetch that is over before its listener begins is followed by another when the listener comes")
    func endedOpening() async throws {
        try await withCache(
            CacheBench.limits { ($0.firstFetchBytes, $0.readAheadBytes) = (1, 1) }
        ) { bench, cache in
            bench.serve()
            for number in 0..<50 {
                let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .from(0))
                if number > 0 { await cache.workEnds() }
                #expect(try await visit.reader(of: 0..<10_000).rest() == audio)
                await cache.purge { _ in true }
            }
        }
    }

    @Test("A visit without a listener leaves no fetch behind")
    func visitOnly() async throws {
        try await withCache(
            CacheBench.limits { ($0.firstFetchBytes, $0.readAheadBytes) = (2000, 2000) }
        ) { bench, cache in
            bench.serve(CacheBench.bytes(200_000))
            for first in [UpstreamRange.from(0), .from(100_000), .last(90_000), .from(500_000)] {
                _ = try await cache.visit(CacheBench.key, origin: bench.origin(), first: first)
                await cache.workEnds()
                await cache.purge { _ in true }
            }
        }
    }

    @Test("A flight brings no more than it may while its listener pauses, and ends")
    func readAhead() async throws {
        try await withCache(
            CacheBench.limits { ($0.firstFetchBytes, $0.readAheadBytes) = (10_000, 10_000) }
        ) { bench, cache in
            let audio = CacheBench.bytes(4_000_000)
            bench.serve(audio)
            let reader = try await cache.reader(0..<4_000_000, from: bench.origin())
            let first = try await reader.next() ?? []
            await cache.workEnds()
            try await until(bench.client.activity.running, is: 0)
            #expect(cache.counters.upstreamBytes < 30_000)
            #expect(try await Array(first) + reader.rest() == audio)
        }
    }

    @Test("A seek far ahead begins its own fetch, and the first one ends where that begins")
    func seekAhead() async throws {
        try await withCache { bench, cache async throws in
            let barrier = Barrier()
            let audio = CacheBench.bytes(100_000)
            bench.store.reply { .file(audio, for: $0, tweaks: [.pauseAfter(3000, barrier)]) }
            bench.serve(audio)
            let origin = bench.origin()
            let start = Task { try await cache.play(0..<100_000, from: origin) }
            await bench.store.waitForRequests(1)
            #expect(try await cache.play(50_000..<100_000, from: origin) == audio.part(50_000..<100_000))
            barrier.open()
            #expect(try await start.value == audio)
            #expect(bench.askedRanges == ["bytes=0-100351", "bytes=49152-99999"])
            await cache.workEnds()
            #expect(cache.totals.storedBytes == 100_000)
        }
    }
}
