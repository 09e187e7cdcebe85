import Foundation
import Recordings
import ScriptedProvider
import SliceCache
import Testing

@Suite("The cache's limits and its end", .timeLimit(.minutes(1)))
struct SliceCacheLimitsTests {
    private let audio = CacheBench.audio

    private func key(_ id: Int) -> RecordingKey {
        RecordingKey(entry: CallRecIntGUID("entry"), recording: CacheBench.recordingID("\(id)"))
    }

    @Test("Too many readers are refused, and a place is free again when one leaves")
    func readers() async throws {
        try await withBench { bench in
            bench.serve()
            let cache = try await bench.cache(CacheBench.limits { $0.maximumReaders = 1 })
            var first: AudioReader? = try await cache.reader(0..<10_000, from: bench.origin())
            #expect(await cache.failure(from: bench.origin()) == .overloaded)
            #expect(try await first?.rest() == audio)
            first = nil
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.shutDown()
        }
    }

    @Test("Too many fetches are refused before any byte; a refused listener harms nobody")
    func flights() async throws {
        try await withBench { bench in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(1000, barrier)])
            let cache = try await bench.cache(CacheBench.limits { $0.maximumFlights = 1 })
            let first = try await cache.reader(0..<10_000, of: key(1), from: bench.origin())
            let start = try await Array(first.next() ?? [])
            #expect(await cache.failure(of: key(2), from: bench.origin()) == .overloaded)
            barrier.open()
            #expect(try await start + first.rest() == audio)
            await until { cache.totals.flights == 0 }
            #expect(try await cache.playWhole(key(2), from: bench.origin()) == audio)
            await cache.shutDown()
        }
    }

    @Test("With room for one fetch, gaps are fetched one after another")
    func oneFlight() async throws {
        try await withBench { bench in
            bench.serve()
            let cache = try await bench.cache(CacheBench.limits { $0.maximumFlights = 1 })
            for slice in [1, 3, 5, 7] as [Int64] {
                _ = try await cache.play(slice * 1024..<slice * 1024 + 1, from: bench.origin())
                await until { cache.totals.flights == 0 }
            }
            let reader = try await cache.reader(2048..<10_000, from: bench.origin())
            #expect(try await reader.rest() == audio.part(2048..<10_000))
            await cache.shutDown()
        }
    }

    @Test("74: paused listeners do not keep others from listening, and play on when they come back")
    func pausedListeners() async throws {
        try await withBench { bench in
            let audio = CacheBench.bytes(300_000)
            bench.serve(audio)
            let cache = try await bench.cache(
                CacheBench.limits {
                    $0.maximumFlights = 2
                    $0.readAheadBytes = 3000
                }
            )
            var paused: [(AudioReader, [UInt8])] = []
            for id in 0..<6 {
                let reader = try await cache.reader(0..<300_000, of: key(id), from: bench.origin())
                let first = try await Array(reader.next() ?? [])
                await until { cache.totals.holdingFlights > 0 }
                paused.append((reader, first))
            }
            for (reader, first) in paused { #expect(try await first + reader.rest() == audio) }
            await cache.shutDown()
        }
    }

    @Test("Idle files are closed beyond the limit, and opened again")
    func openFiles() async throws {
        try await withBench { bench in
            bench.serve()
            let cache = try await bench.cache(CacheBench.limits { $0.maximumOpenRecordings = 2 })
            for id in 0..<8 {
                _ = try await cache.playWhole(key(id), from: bench.origin())
                await until { cache.totals.flights == 0 && cache.totals.readers == 0 }
            }
            #expect(cache.totals.openRecordings <= 3)
            for id in 0..<8 { #expect(try await cache.playWhole(key(id), from: bench.origin()) == audio) }
            #expect(bench.store.requests.count == 8)
            #expect(cache.totals.storedBytes == 80_000)
            await cache.shutDown()
        }
    }

    @Test("Shutting down ends readers that wait, that hold, and that open")
    func shutDown() async throws {
        try await withBench { bench in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(4000, barrier)])
            bench.store.on("GET", CacheBench.secondPath) { _ in .stall }
            let cache = try await bench.cache()
            let waiting = Task { await cache.failure(from: bench.origin()) }
            await bench.store.waitForRequests(1)
            let silent = ScriptedOrigin(urls: [bench.store.baseURL + CacheBench.secondPath])
            let opening = Task { await cache.failure(of: key(2), from: silent) }
            await bench.store.waitForRequests(2)
            let reader = try await cache.reader(0..<10_000, from: bench.origin())
            _ = try await reader.next()
            await cache.shutDown()
            #expect(await waiting.value == .cancelled)
            #expect(await opening.value == .cancelled)
            await #expect(throws: SliceCacheError.cancelled) { try await reader.rest() }
            #expect(await cache.failure(from: bench.origin()) == .cancelled)
            #expect(cache.totals.flights == 0)
            await cache.shutDown()
            barrier.open()
        }
    }
}
