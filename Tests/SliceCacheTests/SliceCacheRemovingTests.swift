import Foundation
import Recordings
import SliceCache
import Storage
import Synchronization
import TestSupport
import Testing

/// Deleting many recordings, which nobody waits for.
@Suite("Many recordings to delete", .timeLimit(.minutes(5)))
struct SliceCacheRemovingTests {
    private static let count = 300
    private static let sizeBytes: Int64 = 1_000
    private let audio = CacheBench.bytes(Int(sizeBytes))

    private func key(_ id: Int) -> RecordingKey {
        RecordingKey(entry: CallRecIntGUID("entry"), recording: CacheBench.recordingID("\(id)"))
    }

    /// A disk that deletes nothing until it is let.
    private final class SlowDisk: SliceFiles {
        private let disk: DiskSliceFiles
        private let gate = DispatchSemaphore(value: 0)
        private let state = Mutex((isOpen: false, removed: 0))

        init(folder: String) throws {
            disk = try DiskSliceFiles(folder: folder + "/audio")
        }

        var removed: Int { state.withLock { $0.removed } }

        func open() {
            state.withLock { $0.isOpen = true }
            gate.signal()
        }

        func create(_ number: Int64) throws(SliceFileError) -> any SliceFile { try disk.create(number) }
        func open(_ number: Int64) throws(SliceFileError) -> any SliceFile { try disk.open(number) }
        func all() -> [Int64] { disk.all() }

        func remove(_ number: Int64) -> Bool {
            if !state.withLock({ $0.isOpen }) {
                gate.wait()
                gate.signal()
            }
            state.withLock { $0.removed += 1 }
            return disk.remove(number)
        }
    }

    /// Fills a cache with recordings, the last ones used last, and closes it.
    private func fill(_ bench: CacheBench) async throws {
        bench.serve(audio)
        let clock = TestClock()
        let cache = try await bench.cache(now: clock.now)
        for id in 1...Self.count {
            clock.advance(1)
            #expect(try await cache.playWhole(key(id), from: bench.origin()) == audio)
        }
        await cache.workEnds()
        #expect(cache.totals.storedBytes == Int64(Self.count) * Self.sizeBytes)
        await cache.shutDown()
    }

    private static func limits(_ recordings: Int) -> SliceCacheLimits {
        CacheBench.limits { $0.maximumBytes = Int64(recordings) * sizeBytes }
    }

    private func files(_ bench: CacheBench) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/audio").count { $0.hasSuffix(".audio") }
    }

    @Test("A cache with far too much opens and plays before anything is deleted, and then all of it goes")
    func opensFirst() async throws {
        try await withBench { bench in
            try await fill(bench)
            let asked = bench.store.requests.count
            let disk = try SlowDisk(folder: bench.folder)
            let cache = try await bench.cache(Self.limits(32), files: disk)
            #expect(disk.removed == 0)
            #expect(cache.totals.recordings == 31)
            #expect(try await cache.playWhole(key(Self.count), from: bench.origin()) == audio)
            #expect(bench.store.requests.count == asked)
            // What is to be deleted is not played any more, and may be fetched anew meanwhile.
            #expect(try await cache.playWhole(key(1), from: bench.origin()) == audio)
            #expect(bench.store.requests.count == asked + 1)
            #expect(disk.removed == 0)
            disk.open()
            await cache.workEnds()
            #expect(disk.removed == Self.count - 31)
            await cache.shutDown()
            let again = try await bench.cache(Self.limits(32))
            #expect(again.standing(of: key(1))?.cachedBytes == Self.sizeBytes)
            #expect(again.standing(of: key(2)) == nil)
            #expect(try files(bench) == again.totals.recordings)
            await again.shutDown()
        }
    }

    @Test("What a stop leaves undeleted goes after the next start")
    func cutShort() async throws {
        try await withBench { bench in
            try await fill(bench)
            let disk = try SlowDisk(folder: bench.folder)
            let cache = try await bench.cache(Self.limits(32), files: disk)
            async let stop: Void = cache.shutDown()
            disk.open()
            await stop
            #expect(disk.removed < Self.count - 31)
            let again = try await bench.cache(Self.limits(32))
            #expect(again.totals.recordings == 31)
            await again.workEnds()
            #expect(try files(bench) == 31)
            #expect(again.counters.storageFailures == 0)
            await again.shutDown()
        }
    }

    @Test("A purge waits for what it picks, also where that waits to be deleted")
    func purged() async throws {
        try await withBench { bench in
            try await fill(bench)
            let disk = try SlowDisk(folder: bench.folder)
            let cache = try await bench.cache(Self.limits(32), files: disk)
            disk.open()
            await cache.purge { _ in true }
            #expect(try files(bench) == 0)
            await cache.shutDown()
        }
    }

    @Test("Files that no row knows go behind, and their numbers are given to nobody")
    func strays() async throws {
        try await withBench { bench in
            try await fill(bench)
            for name in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: bench.folder + "/index.sqlite" + name)
            }
            let disk = try SlowDisk(folder: bench.folder)
            let cache = try await bench.cache(files: disk)
            #expect(disk.removed == 0)
            #expect(try await cache.playWhole(key(1), from: bench.origin()) == audio)
            disk.open()
            await cache.workEnds()
            #expect(cache.counters.storageFailures == 0)
            #expect(disk.removed == Self.count)
            #expect(cache.standing(of: key(1))?.cachedBytes == Self.sizeBytes)
            await cache.shutDown()
            #expect(try files(bench) == 1)
        }
    }

    @Test("A disk that others fill has room again, though many recordings must go for it")
    func floor() async throws {
        try await withBench { bench in
            try await fill(bench)
            let files = try FaultySliceFiles(folder: bench.folder)
            let clock = TestClock()
            let limits = CacheBench.limits { $0.minimumFreeBytes = 150_000 }
            files.set { $0.diskBytes = 1_000_000 }
            let cache = try await bench.cache(limits, files: files, now: clock.now)
            files.set { $0.othersBytes = 680_000 }
            clock.advance(2)
            cache.keepFloor()
            await cache.workEnds()
            #expect(try #require(files.space()).freeBytes >= 150_000)
            #expect(cache.totals.recordings < Self.count)
            clock.advance(2)
            let kept = cache.totals.recordings
            cache.keepFloor()
            #expect(cache.totals.recordings == kept)
            await cache.shutDown()
        }
    }
}
