import Foundation
import Recordings
import SliceCache
import TestSupport
import Testing

@Suite("The disk, its failures and restarts", .timeLimit(.minutes(5)))
struct SliceCacheDiskTests {
    private let audio = CacheBench.audio

    @Test("After a restart what was stored is served without asking anybody")
    func restart() async throws {
        try await withBench { bench in
            bench.serve()
            for _ in 0..<2 {
                let cache = try await bench.cache()
                #expect(try await cache.playWhole(from: bench.origin()) == audio)
                await cache.workEnds()
                #expect(cache.totals.storedBytes == 10_000)
                await cache.shutDown()
            }
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test("What was fetched is kept also when the listener left early")
    func keptAfterLeaving() async throws {
        try await withBench { bench in
            let barrier = Barrier()
            let audio = CacheBench.bytes(50_000)
            bench.store.reply { .file(audio, for: $0, tweaks: [.pauseAfter(9300, barrier)]) }
            bench.serve(audio)
            var cache = try await bench.cache(CacheBench.limits { $0.slicesPerIndexWrite = 100 })
            do {
                let reader = try await cache.reader(0..<50_000, from: bench.origin())
                var heard = 0
                while heard < 9300, let piece = try await reader.next() { heard += piece.count }
            }
            await cache.workEnds()
            #expect(cache.counters.storageFailures == 0)
            barrier.open()
            await cache.shutDown()
            cache = try await bench.cache()
            #expect(cache.totals.storedBytes == 9216)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(bench.askedRanges.last == "bytes=9216-49999")
            await cache.shutDown()
        }
    }

    @Test("A slice whose bytes were damaged on disk is fetched again, alone")
    func damagedSlice() async throws {
        try await withBench { bench in
            bench.serve()
            var cache = try await bench.cache()
            _ = try await cache.playWhole(from: bench.origin())
            await cache.shutDown()
            try overwrite(bench, at: 3000, with: [1, 2, 3, 4, 5])
            let again = try await bench.cache()
            let origin = bench.origin()
            let players = (0..<10).map { _ in Task { try await again.playWhole(from: origin) } }
            for player in players { #expect(try await player.value == audio) }
            #expect(bench.askedRanges == ["bytes=0-1048575", "bytes=2048-3071"])
            await again.workEnds()
            #expect(again.totals.storedBytes == 10_000)
            await again.shutDown()
            cache = try await bench.cache()
            #expect(cache.totals.storedBytes == 10_000)
            await cache.shutDown()
        }
    }

    @Test("A file cut short or lost is fetched again where it lacks", arguments: [0, 5000])
    func shortFile(length: Int) async throws {
        try await withBench { bench in
            bench.serve()
            var cache = try await bench.cache()
            _ = try await cache.playWhole(from: bench.origin())
            await cache.shutDown()
            let path = try audioFile(bench)
            if length == 0 { try FileManager.default.removeItem(atPath: path) } else { truncate(path, length) }
            cache = try await bench.cache()
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(cache.counters.storageFailures == 0)
            await cache.shutDown()
        }
    }

    @Test("With a damaged index no byte on disk is trusted", arguments: [0, 100, 5000])
    func damagedIndex(offset: UInt64) async throws {
        try await withBench { bench in
            bench.serve()
            var cache = try await bench.cache()
            _ = try await cache.playWhole(from: bench.origin())
            await cache.shutDown()
            let handle = try #require(FileHandle(forWritingAtPath: bench.folder + "/index.sqlite"))
            try handle.seek(toOffset: offset)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 9000))
            try handle.close()
            cache = try await bench.cache()
            #expect(cache.totals.recordings == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio").isEmpty)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(bench.store.requests.count == 2)
            await cache.shutDown()
        }
    }

    @Test("Audio that the index does not know is deleted at the start")
    func orphans() async throws {
        try await withBench { bench in
            let cache = try await bench.cache()
            await cache.shutDown()
            try Data([1]).write(to: URL(filePath: bench.folder + "/audio/77.audio"))
            let again = try await bench.cache()
            #expect(try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio").isEmpty)
            await again.shutDown()
        }
    }

    @Test(
        "A recording keeps the slices it was begun with when the configured length changes",
        arguments: [512, 4096, 1000]
    )
    func sliceLength(sliceBytes: Int64) async throws {
        try await withBench { bench in
            bench.serve()
            var cache = try await bench.cache()
            _ = try await cache.play(2000..<5000, from: bench.origin())
            await cache.shutDown()
            cache = try await bench.cache(CacheBench.limits { $0.sliceBytes = sliceBytes })
            #expect(cache.totals.storedBytes == 4096)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(cache.counters.upstreamBytes == 10_000 - 4096)
            await cache.shutDown()
        }
    }

    @Test("A full disk ends in streaming past the cache, told once", arguments: [0, 1, 1024, 3500, 9999])
    func fullDisk(roomBytes: Int) async throws {
        try await withBench { bench in
            let barrier = Barrier()
            bench.serve()
            bench.store.reply { .file(CacheBench.audio, for: $0, tweaks: [.pauseAfter(1, barrier)]) }
            let files = try FaultySliceFiles(folder: bench.folder)
            files.set { $0.roomBytes = roomBytes }
            let log = LogRecord()
            let cache = try await bench.cache(files: files, logger: log.logger)
            let origin = bench.origin()
            try await withThrowingTaskGroup { group in
                for start in stride(from: Int64(0), to: 10_000, by: 1500) {
                    group.addTask { try await cache.play(start..<10_000, from: origin) == audio.part(start..<10_000) }
                }
                await bench.store.waitForRequests(1)
                barrier.open()
                for try await isRight in group { #expect(isRight) }
            }
            #expect(cache.counters.storageFailures == 1)
            #expect(log.count(of: "audio cannot be kept, streamed uncached") == 1)
            files.set { $0.roomBytes = nil }
            try await until(cache.totals.readers, is: 0)
            await cache.workEnds()
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.workEnds()
            #expect(cache.standing(of: CacheBench.key)?.cachedBytes == 10_000)
            await cache.shutDown()
        }
    }

    @Test("A disk that cannot open a file is streamed past")
    func unopenable() async throws {
        try await withBench { bench in
            bench.serve()
            let files = try FaultySliceFiles(folder: bench.folder)
            files.set { $0.failsOpening = true }
            let cache = try await bench.cache(files: files)
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            #expect(try await cache.play(5000..<6000, from: bench.origin()) == audio.part(5000..<6000))
            #expect(cache.totals.recordings == 0)
            files.set { $0.failsOpening = false }
            #expect(try await cache.playWhole(from: bench.origin()) == audio)
            await cache.workEnds()
            #expect(cache.standing(of: CacheBench.key)?.cachedBytes == 10_000)
            await cache.shutDown()
        }
    }

    @Test("A disk that cannot be read any more is streamed past, from the very byte")
    func unreadable() async throws {
        try await withBench { bench in
            bench.serve()
            let files = try FaultySliceFiles(folder: bench.folder)
            let cache = try await bench.cache(files: files)
            _ = try await cache.playWhole(from: bench.origin())
            let reader = try await cache.reader(0..<10_000, from: bench.origin())
            let first = try await Array(reader.next() ?? [])
            files.set { $0.failsReading = true }
            #expect(try await first + reader.rest() == audio)
            #expect(bench.askedRanges.last == "bytes=\(first.count)-9999")
            #expect(cache.counters.storageFailures == 1)
            await cache.shutDown()
        }
    }

    @Test("The folder is for the owner alone")
    func modes() async throws {
        try await withCache { bench, cache in
            bench.serve()
            _ = try await cache.playWhole(from: bench.origin())
            for path in [bench.folder + "/audio", bench.folder + "/index.sqlite", try audioFile(bench)] {
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect((mode ?? 0o777) & 0o077 == 0)
            }
        }
    }

    private func audioFile(_ bench: CacheBench) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio")
        return bench.folder + "/audio/" + (try #require(names.first))
    }

    private func overwrite(_ bench: CacheBench, at offset: UInt64, with bytes: [UInt8]) throws {
        let handle = try #require(FileHandle(forWritingAtPath: try audioFile(bench)))
        try handle.seek(toOffset: offset)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }
}
