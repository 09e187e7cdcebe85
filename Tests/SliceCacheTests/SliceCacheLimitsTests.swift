import Foundation
import Recordings
import SliceCache
import TestSupport
import Testing
import Transport

@Suite("The cache's limits and its end", .timeLimit(.minutes(5)))
struct SliceCacheLimitsTests {
    private let audio = CacheBench.audio

    private func key(_ id: Int) -> RecordingKey {
        RecordingKey(entry: CallRecIntGUID("entry"), recording: CacheBench.recordingID("\(id)"))
    }

    @Test("Too many readers are refused, and a place is free again when one leaves")
    func readers() async throws {
        try await withCache(CacheBench.limits { $0.maximumReaders = 1 }) { bench, cache in
            bench.serve()
            var first: AudioReader? = try await cache.reader(0..<10_000, from: bench.origin())
            #expect(await cache.failure(from: bench.origin()) == .overloaded)
            #expect(try await first?.rest() == audio)
            first = nil
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
        }
    }

    /// Places for so few fetches.
    private static func places(_ running: Int, waiting: Int = 99, perEntry: Int = 99) -> LaneLimits {
        LaneLimits(
            running: running,
            runningPerHost: 99,
            runningPerParty: perEntry,
            waiting: waiting,
            wait: .seconds(60)
        )
    }

    @Test("Too many fetches are refused before any byte once no more may wait; a refused listener harms nobody")
    func flights() async throws {
        try await withBench(places: Self.places(1, waiting: 0)) { bench in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(1000, barrier)])
            let cache = try await bench.cache()
            let first = try await cache.reader(0..<10_000, of: key(1), from: bench.origin())
            let start = try await Array(first.next() ?? [])
            #expect(await cache.failure(of: key(2), from: bench.origin()) == .overloaded)
            #expect(bench.client.activity(of: .audio).refused == 1)
            barrier.open()
            #expect(try await start + first.rest() == audio)
            await cache.workEnds()
            try await until(bench.client.activity.running, is: 0)
            #expect(try await cache.playWhole(key(2), from: bench.origin()) == audio)
            await cache.shutDown()
        }
    }

    @Test("With room for one fetch, gaps are fetched one after another")
    func oneFlight() async throws {
        try await withBench(places: Self.places(1)) { bench in
            bench.serve()
            let cache = try await bench.cache()
            for slice in [1, 3, 5, 7] as [Int64] {
                _ = try await cache.play(slice * 1024..<slice * 1024 + 1, from: bench.origin())
                await cache.workEnds()
            }
            let reader = try await cache.reader(2048..<10_000, from: bench.origin())
            #expect(try await reader.rest() == audio.part(2048..<10_000))
            await cache.shutDown()
        }
    }

    @Test("74: paused listeners hold nothing at the store, keep nobody from listening, and play on when they come back")
    func pausedListeners() async throws {
        try await withBench(places: Self.places(2)) { bench in
            let audio = CacheBench.bytes(300_000)
            bench.serve(audio)
            let cache = try await bench.cache(
                CacheBench.limits {
                    $0.firstFetchBytes = 2048
                    $0.firstReadAheadSlices = 2
                    $0.readAheadBytes = 3000
                }
            )
            var paused: [(AudioReader, [UInt8])] = []
            for id in 0..<20 {
                let reader = try await cache.reader(0..<300_000, of: key(id), from: bench.origin())
                paused.append((reader, try await Array(reader.next() ?? [])))
            }
            await cache.workEnds()
            try await until(bench.client.activity.running, is: 0)
            #expect(bench.client.activity.paused == 0)
            #expect(cache.counters.upstreamBytes == 20 * 2048)
            for (reader, first) in paused { #expect(try await first + reader.rest() == audio) }
            #expect(cache.counters.upstreamBytes == 20 * 300_000)
            await cache.shutDown()
        }
    }

    @Test("A crowd of one entry at a store that stands still leaves places to another entry, on the same host")
    func otherEntry() async throws {
        try await withBench(places: Self.places(4, perEntry: 3)) { bench in
            bench.store.on("GET", CacheBench.path) { _ in .stall }
            bench.store.on("GET", CacheBench.secondPath) { .file(CacheBench.audio, for: $0) }
            let cache = try await bench.cache()
            let crowd = (0..<10).map { id in Task { await cache.failure(of: key(id), from: bench.origin()) } }
            await bench.store.waitForRequests(3)
            try await until(bench.client.activity(of: .audio).waiting, is: 7)
            let other = RecordingKey(entry: CallRecIntGUID("other"), recording: CacheBench.recordingID("1"))
            let origin = ScriptedOrigin(urls: [bench.store.baseURL + CacheBench.secondPath])
            #expect(try await cache.playWhole(other, from: origin) == audio)
            for one in crowd { one.cancel() }
            for one in crowd { _ = await one.value }
            await cache.shutDown()
        }
    }

    @Test("Who waits for a byte goes before what is fetched ahead, and a fetch ahead that is waited for with them")
    func hurried() async throws {
        try await withBench(places: Self.places(1)) { bench in
            let audio = CacheBench.bytes(300_000)
            let gate = Barrier()
            bench.serve(audio)
            bench.store.on("GET", CacheBench.secondPath) { .file(audio, for: $0, tweaks: [.pauseAfter(100, gate)]) }
            let cache = try await bench.cache(
                CacheBench.limits {
                    $0.firstFetchBytes = 4096
                    $0.firstReadAheadSlices = 4
                    $0.readAheadBytes = 4096
                    $0.fastReadAheadBytes = 4096
                }
            )
            let reader = try await cache.reader(0..<300_000, of: key(1), from: bench.origin())
            var heard = try await Array(reader.next() ?? [])
            await cache.workEnds()
            // Takes the only place for as long as the gate is closed.
            let holder = Task {
                let origin = ScriptedOrigin(urls: [bench.store.baseURL + CacheBench.secondPath])
                return try await cache.play(0..<10_000, of: key(2), from: origin)
            }
            try await until(bench.client.activity.running, is: 1)
            while heard.count < 4096 { heard += try await reader.next() ?? [] }
            try await until(bench.client.activity(of: .audio).waiting, is: 1)
            let third = Task { try await cache.play(0..<1000, of: key(3), from: bench.origin()) }
            try await until(bench.client.activity(of: .audio).waiting, is: 2)
            let rest = Task { try await reader.rest() }
            gate.open()
            #expect(try await third.value == audio.part(0..<1000))
            #expect(try await heard + rest.value == audio)
            #expect(try await holder.value == audio.part(0..<10_000))
            await cache.shutDown()
        }
    }

    @Test("Idle files are closed beyond the limit, and opened again")
    func openFiles() async throws {
        try await withCache(CacheBench.limits { $0.maximumOpenRecordings = 2 }) { bench, cache in
            bench.serve()
            for id in 0..<8 {
                _ = try await cache.playWhole(key(id), from: bench.origin())
                try await until(cache.totals.readers, is: 0)
                await cache.workEnds()
            }
            #expect(cache.totals.openRecordings <= 3)
            for id in 0..<8 { #expect(try await cache.playWhole(key(id), from: bench.origin()) == audio) }
            #expect(bench.store.requests.count == 8)
            #expect(cache.totals.storedBytes == 80_000)
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
