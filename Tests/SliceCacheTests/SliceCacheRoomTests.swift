import Foundation
import Recordings
import SliceCache
import Storage
import TestSupport
import Testing

/// Audio can be fetched again: it makes way for what cannot.
@Suite("Room on the disk", .timeLimit(.minutes(5)))
struct SliceCacheRoomTests {
    private static let floorBytes: Int64 = 50_000
    private let audio = CacheBench.audio

    private func key(_ id: Int) -> RecordingKey {
        RecordingKey(entry: CallRecIntGUID("entry"), recording: CacheBench.recordingID("\(id)"))
    }

    private func cache(
        _ bench: CacheBench,
        _ files: FaultySliceFiles,
        clock: TestClock = TestClock()
    ) async throws -> SliceCache {
        let limits = CacheBench.limits { limits in
            limits.minimumFreeBytes = Self.floorBytes
            limits.slicesPerIndexWrite = 3
        }
        return try await bench.cache(limits, files: files, now: clock.now)
    }

    /// Runs a test with a good store and a cache on a disk of so many bytes, or one that cannot tell.
    private func withDisk(
        _ diskBytes: Int64?,
        clock: TestClock = TestClock(),
        _ test: (CacheBench, FaultySliceFiles, SliceCache) async throws -> Void
    ) async throws {
        try await withBench { bench in
            bench.serve()
            let files = try FaultySliceFiles(folder: bench.folder)
            files.set { $0.diskBytes = diskBytes }
            let cache = try await cache(bench, files, clock: clock)
            try await test(bench, files, cache)
            await cache.shutDown()
        }
    }

    @Test("Every recording plays and is kept on a disk that holds few of them, and the floor stays free")
    func floor() async throws {
        try await withDisk(100_000) { bench, files, cache async throws in
            for id in 1...30 {
                #expect(try await cache.playWhole(key(id), from: bench.origin()) == audio)
                await cache.workEnds()
                #expect(cache.standing(of: key(id))?.cachedBytes == 10_000)
                #expect(try #require(files.space()).freeBytes >= Self.floorBytes)
            }
            #expect(cache.counters.storageFailures == 0)
            #expect(cache.counters.evictions >= 25)
            #expect(bench.store.requests.count == 30)
        }
    }

    @Test("The least recently used goes first, and what is being played last")
    func order() async throws {
        let clock = TestClock()
        try await withDisk(100_000, clock: clock) { bench, _, cache in
            let barrier = Barrier()
            bench.store.reply { .file(CacheBench.audio, for: $0, tweaks: [.pauseAfter(5_000, barrier)]) }
            // Played all the while, from before all others.
            let reader = try await cache.reader(0..<10_000, of: key(1), from: bench.origin())
            _ = try await reader.next()
            for id in 2...20 {
                clock.advance(1)
                #expect(try await cache.playWhole(key(id), from: bench.origin()) == audio)
                try await until(cache.totals.flights, is: 1)
            }
            #expect(cache.standing(of: key(1)) != nil)
            #expect(cache.standing(of: key(2)) == nil)
            barrier.open()
            _ = try await reader.rest()
            #expect(try await cache.playWhole(key(1), from: bench.origin()) == audio)
        }
    }

    @Test("When others fill the disk audio gives way, and what cannot be kept is streamed past")
    func others() async throws {
        try await withDisk(100_000) { bench, files, cache async throws in
            _ = try await cache.playWhole(key(1), from: bench.origin())
            await cache.workEnds()
            files.set { $0.othersBytes = 60_000 }
            #expect(cache.makeRoom())
            #expect(cache.totals.recordings == 0)
            #expect(!cache.makeRoom())
            for id in 2...4 { #expect(try await cache.playWhole(key(id), from: bench.origin()) == audio) }
            #expect(cache.totals.storedBytes == 0)
            #expect(files.all().allSatisfy { files.sizeBytes($0) == 0 })
            files.set { $0.othersBytes = 0 }
            #expect(try await cache.playWhole(key(5), from: bench.origin()) == audio)
            await cache.workEnds()
            #expect(cache.standing(of: key(5))?.cachedBytes == 10_000)
        }
    }

    @Test("A write that the disk refuses is made once older audio has gone", arguments: [0, 1, 2_000, 9_999])
    func refused(roomBytes: Int) async throws {
        try await withDisk(nil) { bench, files, cache async throws in
            #expect(try await cache.playWhole(key(1), from: bench.origin()) == audio)
            await cache.workEnds()
            files.set { $0.roomBytes = roomBytes }
            #expect(try await cache.playWhole(key(2), from: bench.origin()) == audio)
            await cache.workEnds()
            #expect(cache.standing(of: key(1)) == nil)
            #expect(cache.standing(of: key(2))?.cachedBytes == 10_000)
            #expect(cache.counters.storageFailures == 0)
        }
    }

    @Test("A restart on a disk that others filled meanwhile keeps the floor, and forgets what went")
    func restart() async throws {
        try await withBench { bench in
            bench.serve()
            let files = try FaultySliceFiles(folder: bench.folder)
            files.set { $0.diskBytes = 200_000 }
            var cache = try await cache(bench, files)
            for id in 1...5 { _ = try await cache.playWhole(key(id), from: bench.origin()) }
            await cache.workEnds()
            await cache.shutDown()
            files.set { $0.othersBytes = 125_000 }
            cache = try await self.cache(bench, files)
            #expect(try #require(files.space()).freeBytes >= Self.floorBytes)
            let left = cache.totals
            await cache.shutDown()
            cache = try await self.cache(bench, files)
            #expect(cache.totals.recordings == left.recordings)
            #expect(cache.totals.recordings == files.all().count)
            await cache.shutDown()
        }
    }

    @Test("Before a start on a full disk audio goes, oldest first, until databases have room", arguments: [0, 1, 3, 9])
    func start(needed: Int) async throws {
        try await withBench { bench in
            let folder = bench.folder + "/audio"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for number in 1...5 {
                let path = "\(folder)/\(number).audio"
                _ = FileManager.default.createFile(atPath: path, contents: Data([1]))
                let written = Date(timeIntervalSince1970: Double(1_000 - number))
                try FileManager.default.setAttributes([.modificationDate: written], ofItemAtPath: path)
            }
            // Each file that goes frees a MiB of what is needed.
            let deleted = StartRoom.make(in: bench.folder, limits: SliceCacheLimits()) { _ in
                let left = (try? FileManager.default.contentsOfDirectory(atPath: folder).count) ?? 0
                return DiskSpace(freeBytes: Int64(25 - needed + 5 - left) << 20, totalBytes: 50 << 20)
            }
            #expect(deleted == min(needed, 5))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            #expect(names == (1...5).prefix(5 - deleted).map { "\($0).audio" })
        }
    }
}
