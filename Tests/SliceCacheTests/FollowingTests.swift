import SliceCache
import TestSupport
import Testing

/// Reading without waiting, as the event loop of a listener's connection does.
@Suite("Readers who are told of news", .timeLimit(.minutes(5)))
struct FollowingTests {
    private let audio = CacheBench.audio

    /// A reader of audio of which the store has sent `paused` bytes, after its first piece.
    private func withPausedReader(
        at paused: Int,
        files: ((CacheBench) throws -> FaultySliceFiles)? = nil,
        more: [FileTweak] = [],
        _ test: (SliceCache, CacheBench, inout AudioReader?, inout [UInt8], Barrier) async throws -> Void
    ) async throws {
        try await withBench { bench in
            let barrier = Barrier()
            bench.serve(tweaks: [.pauseAfter(paused, barrier)] + more)
            let cache = try await bench.cache(files: try files?(bench))
            var reader: AudioReader? = try await cache.reader(0..<10_000, from: bench.origin())
            #expect(reader?.follow(whenNews: {}) == .mustWait, "the first piece is waited for")
            var bytes = try #require(try await reader?.next())
            while bytes.count < paused, let piece = try await reader?.nextFollowed() { bytes += piece }
            #expect(bytes == audio.part(0..<Int64(paused)))
            try await test(cache, bench, &reader, &bytes, barrier)
            barrier.open()
            reader = nil
            await cache.shutDown()
        }
    }

    @Test("Bytes are told of once they come, once, up to the last piece, which is waited for")
    func following() async throws {
        try await withPausedReader(at: 4096) { cache, bench, reader, bytes, barrier in
            let (reader, news) = (try #require(reader), Tally())
            #expect(reader.follow(whenNews: news.add) == .awaitsNews)
            #expect(news.count == 0)
            barrier.open()
            await news.reaches(1)
            while let piece = try await reader.nextFollowed() { bytes += piece }
            #expect(reader.isAtLastPiece && bytes.count < 10_000)
            #expect(reader.follow(whenNews: news.add) == .over)
            #expect(try await bytes + reader.rest() == audio)
            #expect(news.count == 1)
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test("Who does not follow any more is not told")
    func stopping() async throws {
        try await withPausedReader(at: 4096) { cache, _, reader, bytes, barrier in
            let (reader, news) = (try #require(reader), Tally())
            #expect(reader.follow(whenNews: news.add) == .awaitsNews)
            #expect(reader.stopFollowing() && !reader.stopFollowing())
            barrier.open()
            #expect(try await bytes + reader.rest() == audio)
            #expect(news.count == 0)
        }
    }

    @Test("A reader who leaves while it waits for news ends the fetch that nobody else follows")
    func leaving() async throws {
        try await withPausedReader(at: 4096) { cache, _, reader, _, _ in
            let news = Tally()
            #expect(reader?.follow(whenNews: news.add) == .awaitsNews)
            reader?.stopFollowing()
            reader = nil
            try await until(cache.totals.readers, is: 0)
            await cache.workEnds()
            #expect(news.count == 0)
        }
    }

    @Test("Why nothing will come is told to who waits for it, and not tried again")
    func failing() async throws {
        try await withPausedReader(at: 4096, more: [.closeAfter(4096)]) { _, bench, reader, _, barrier in
            let (reader, news) = (try #require(reader), Tally())
            #expect(reader.follow(whenNews: news.add) == .awaitsNews)
            bench.store.on("GET", CacheBench.path) { _ in .html(404, "Not Found") }
            barrier.open()
            await news.reaches(1)
            let asked = bench.store.requests.count
            #expect(reader.follow(whenNews: news.add) == .mustWait)
            await #expect(throws: SliceCacheError.self) { try await reader.next() }
            #expect(bench.store.requests.count == asked)
            #expect(news.count == 1)
        }
    }

    @Test("A purge is told of, and its reason to who waits for it")
    func purging() async throws {
        try await withPausedReader(at: 4096) { cache, _, reader, _, _ in
            let (reader, news) = (try #require(reader), Tally())
            #expect(reader.follow(whenNews: news.add) == .awaitsNews)
            _ = await cache.purge { _ in true }
            await news.reaches(1)
            #expect(reader.follow(whenNews: news.add) == .mustWait)
            await #expect(throws: SliceCacheError.purged) { try await reader.next() }
        }
    }

    @Test("When the disk is full the rest comes past the cache, to who waits for it")
    func fullDisk() async throws {
        try await withPausedReader(
            at: 4096,
            files: { bench in
                let files = try FaultySliceFiles(folder: bench.folder)
                files.set { $0.roomBytes = 4096 }
                return files
            }
        ) { cache, _, reader, bytes, barrier in
            let (reader, news) = (try #require(reader), Tally())
            #expect(reader.follow(whenNews: news.add) == .awaitsNews)
            barrier.open()
            await news.reaches(1)
            #expect(reader.follow(whenNews: news.add) == .mustWait)
            #expect(try await bytes + reader.rest() == audio)
            #expect(cache.counters.storageFailures == 1)
        }
    }

    @Test("A missing part is sent for, and whoever follows shares its fetch")
    func fetching() async throws {
        try await withCache { bench, cache in
            bench.serve()
            let visit = try await cache.visit(CacheBench.key, origin: bench.origin(), first: .bytes(0..<1024))
            let reader = try visit.reader(of: 0..<10_000)
            var bytes = try #require(try await reader.next())
            while let piece = try await reader.nextFollowed() { bytes += piece }
            #expect(try await bytes + reader.rest() == audio)
            #expect(cache.counters.upstreamBytes == 10_000)
        }
    }
}
