import Foundation
import Recordings
import SliceCache
import TestSupport
import Testing

/// What is kept beside audio lives exactly as long as that version of it.
@Suite("Waveforms beside audio", .timeLimit(.minutes(5)))
struct SliceCacheWaveformsTests {
    private let waveform: [UInt8] = [1, 0, 255, 7]

    private func visit(_ cache: SliceCache, _ origin: ScriptedOrigin) async throws -> CachedRecording {
        try await cache.visit(CacheBench.key, origin: origin, first: .from(0)).recording
    }

    @Test("It is read as it was written, replaced, and there after a restart, without the store being asked")
    func kept() async throws {
        try await withBench { bench in
            bench.serve()
            var cache = try await bench.cache()
            _ = try await cache.playWhole(from: bench.origin())
            let recording = try await visit(cache, bench.origin())
            #expect(await cache.keptWaveform(of: recording) == nil)
            await cache.keep(waveform: [9], of: recording)
            await cache.keep(waveform: waveform, of: recording)
            #expect(await cache.keptWaveform(of: recording) == waveform)
            await cache.shutDown()
            let asked = bench.askedRanges.count
            cache = try await bench.cache()
            let again = try await visit(cache, bench.origin())
            #expect(await cache.keptWaveform(of: again) == waveform)
            #expect(bench.askedRanges.count == asked)
            await cache.shutDown()
        }
    }

    @Test("A purge takes it along, and nothing is kept of what was purged")
    func purged() async throws {
        try await withCache { bench, cache in
            bench.serve()
            let first = try await visit(cache, bench.origin())
            await cache.keep(waveform: waveform, of: first)
            await cache.purge { _ in true }
            #expect(await cache.keptWaveform(of: first) == nil)
            await cache.keep(waveform: waveform, of: first)
            #expect(await cache.keptWaveform(of: first) == nil)
            let second = try await visit(cache, bench.origin())
            #expect(await cache.keptWaveform(of: second) == nil)
        }
    }

    @Test("Another version of the recording has none of the former's")
    func replaced() async throws {
        try await withCache { bench, cache in
            bench.serve()
            _ = try await cache.play(0..<10, from: bench.origin())
            let first = try await visit(cache, bench.origin())
            await cache.keep(waveform: waveform, of: first)
            bench.serve(CacheBench.bytes(9_000, seed: 2))
            #expect(await cache.failure(5_000..<6_000, from: bench.origin()) == .changed)
            let second = try await visit(cache, bench.origin())
            #expect(second !== first)
            #expect(await cache.keptWaveform(of: second) == nil)
            #expect(await cache.keptWaveform(of: first) == nil)
        }
    }

    @Test("Eviction and expiry take it along")
    func evictedAndExpired() async throws {
        try await withBench { bench in
            let clock = TestClock()
            bench.serve()
            let cache = try await bench.cache(CacheBench.limits { $0.maximumBytes = 15_000 }, now: clock.now)
            _ = try await cache.playWhole(from: bench.origin())
            let first = try await visit(cache, bench.origin())
            await cache.keep(waveform: waveform, of: first)
            clock.advance(1)
            let other = RecordingKey(entry: CallRecIntGUID("entry"), recording: CacheBench.recordingID("2"))
            let origin = bench.origin(expiryTime: clock.now().addingTimeInterval(100))
            _ = try await cache.playWhole(other, from: origin)
            await cache.workEnds()
            #expect(cache.standing(of: CacheBench.key) == nil)
            #expect(await cache.keptWaveform(of: first) == nil)
            let second = try await cache.visit(other, origin: origin, first: .from(0)).recording
            await cache.keep(waveform: waveform, of: second)
            #expect(await cache.keptWaveform(of: second) == waveform)
            clock.advance(101)
            await cache.removeExpired()
            #expect(await cache.keptWaveform(of: second) == nil)
            await cache.shutDown()
        }
    }

    @Test("Without a file for the audio nothing is kept, and nothing fails")
    func withoutFile() async throws {
        try await withBench { bench in
            bench.serve()
            let files = try FaultySliceFiles(folder: bench.folder)
            files.set { $0.failsOpening = true }
            let cache = try await bench.cache(files: files)
            let recording = try await visit(cache, bench.origin())
            await cache.keep(waveform: waveform, of: recording)
            #expect(await cache.keptWaveform(of: recording) == nil)
            await cache.shutDown()
        }
    }
}
