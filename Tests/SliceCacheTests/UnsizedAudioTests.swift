import Recordings
import SliceCache
import TestSupport
import Testing

/// Stores that send everything and do not say how much that is.
@Suite("Audio without a size", .timeLimit(.minutes(5)))
struct UnsizedAudioTests {
    private static let audio = SampleFrames.bytes(count: 24)

    private func taken(
        _ taking: SliceCache.UnsizedTaking,
        of cache: SliceCache,
        from origin: any AudioOrigin
    ) async throws -> [UInt8] {
        switch try await cache.stay(CacheBench.key, origin: origin, first: .from(0), unsized: taking) {
        case .known(let visit): return try await visit.reader(of: 0..<visit.recording.validator.sizeBytes).rest()
        case .growing(let visit):
            var bytes: [UInt8] = []
            while let piece = try await visit.next(as: [UInt8].self) { bytes += piece }
            return bytes
        }
    }

    @Test("It is played as it comes, and kept with its size once it has come", arguments: Framing.allCases)
    func played(framing: Framing) async throws {
        try await withBench { bench in
            let barrier = Barrier()
            bench.store.on("GET", CacheBench.path) { _ in
                .unsized(Self.audio, framing, interruptedAt: 5000, by: [.wait(barrier)])
            }
            let cache = try await bench.cache(pace: TestPace.standing)
            let stay = try await cache.stay(CacheBench.key, origin: bench.origin(), first: .from(0), unsized: .atOnce)
            guard case .growing(let visit) = stay else {
                Issue.record("its size is not known yet")
                return
            }
            var heard: [UInt8] = []
            while heard.count < 5000, let piece = try await visit.next(as: [UInt8].self) { heard += piece }
            #expect(heard.elementsEqual(Self.audio.prefix(5000)))
            barrier.open()
            while let piece = try await visit.next(as: [UInt8].self) { heard += piece }
            #expect(heard == Self.audio)
            let range: Range<Int64> = 6000..<7000
            #expect(try await cache.play(range, from: bench.origin()) == Self.audio.part(range))
            #expect(cache.standing(of: CacheBench.key)?.sizeBytes == Int64(Self.audio.count))
            #expect(cache.standing(of: CacheBench.key)?.cachedBytes == Int64(Self.audio.count))
            #expect(bench.store.requests.count == 1)
            await cache.shutDown()
            let again = try await bench.cache()
            #expect(try await again.playWhole(from: bench.origin()) == Self.audio)
            #expect(bench.store.requests.count == 1)
            await again.shutDown()
        }
    }

    @Test("Who needs the size waits for it, and many wait for one fetch", arguments: Framing.allCases)
    func waited(framing: Framing) async throws {
        try await withCache(pace: TestPace.standing) { bench, cache in
            bench.store.on("GET", CacheBench.path) { _ in .unsized(Self.audio, framing) }
            try await withThrowingTaskGroup(of: [UInt8].self) { tasks in
                for taking in [SliceCache.UnsizedTaking.never, .afterWaiting, .atOnce, .never] {
                    tasks.addTask { try await taken(taking, of: cache, from: bench.origin()) }
                }
                for try await bytes in tasks { #expect(bytes == Self.audio) }
            }
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test("Who waits too long takes it as it comes, or is told to come again, and finds it then")
    func waitedTooLong() async throws {
        try await withCache { bench, cache in
            let barrier = Barrier()
            bench.store.on("GET", CacheBench.path) { _ in
                .unsized(Self.audio, .chunked, interruptedAt: 5000, by: [.wait(barrier)])
            }
            #expect(await cache.failure(from: bench.origin()) == .storeBusy(retryAfterSeconds: 5))
            let stay = try await cache.stay(
                CacheBench.key,
                origin: bench.origin(),
                first: .bytes(7000..<8000),
                unsized: .afterWaiting
            )
            guard case .growing = stay else {
                Issue.record("its size is not known yet")
                return
            }
            barrier.open()
            await cache.workEnds()
            #expect(cache.standing(of: CacheBench.key)?.cachedBytes == Int64(Self.audio.count))
            #expect(try await cache.playWhole(from: bench.origin()) == Self.audio)
            #expect(bench.store.requests.count == 1)
        }
    }

    @Test(
        "What is cut off is taken up again, and what comes again is held against what was there",
        arguments: Framing.allCases,
        [0, 1, 417, 5000]
    )
    func resumed(framing: Framing, offset: Int) async throws {
        try await withCache { bench, cache async throws in
            bench.store.reply { _ in .unsized(Self.audio, framing, interruptedAt: offset, by: [.close]) }
            bench.store.on("GET", CacheBench.path) { _ in .unsized(Self.audio, framing) }
            // Frames before a cut at their border look like the whole: of a body that only its connection ends that cannot be told.
            let isUnseen = framing == .byConnection && offset == 417
            let expected = isUnseen ? Array(Self.audio.prefix(417)) : Self.audio
            #expect(try await taken(.atOnce, of: cache, from: bench.origin()) == expected)
        }
    }

    @Test(
        "What is cut off again and again is never taken for the whole, and nothing of it is kept",
        arguments: Framing.allCases
    )
    func alwaysCut(framing: Framing) async throws {
        try await withCache { bench, cache in
            bench.store.on("GET", CacheBench.path) { _ in
                .unsized(Self.audio, framing, interruptedAt: 5000, by: [.close])
            }
            await #expect(throws: SliceCacheError.self) { try await taken(.atOnce, of: cache, from: bench.origin()) }
            await cache.workEnds()
            #expect(cache.totals.recordings == 0)
            #expect(cache.standing(of: CacheBench.key) == nil)
        }
    }

    @Test("Another version that comes on taking up again ends it; a part that tells the size completes it")
    func takenUpOtherwise() async throws {
        try await withCache { bench, cache async throws in
            let other = SampleFrames.bytes(count: 24, filling: 7)
            bench.store.reply { _ in .unsized(Self.audio, .chunked, interruptedAt: 5000, by: [.close]) }
            bench.store.on("GET", CacheBench.path) { _ in .unsized(other, .chunked) }
            await #expect(throws: SliceCacheError.changed) { try await taken(.atOnce, of: cache, from: bench.origin()) }
            #expect(try await taken(.atOnce, of: cache, from: bench.origin()) == other)
            await cache.purge { _ in true }
            bench.store.reply { _ in
                .unsized(Self.audio, .chunked, tag: "\"v1\"", interruptedAt: 5000, by: [.close])
            }
            bench.serve(Self.audio)
            #expect(try await taken(.atOnce, of: cache, from: bench.origin()) == Self.audio)
            #expect(bench.askedRanges.last == "bytes=5000-")
        }
    }

    @Test("A recording over the limit is refused when that is known")
    func tooLong() async throws {
        try await withCache(CacheBench.limits { $0.maximumRecordingBytes = 5000 }) { bench, cache in
            bench.store.on("GET", CacheBench.path) { _ in .unsized(Self.audio, .chunked) }
            await #expect(throws: SliceCacheError.storeRefused) {
                try await taken(.atOnce, of: cache, from: bench.origin())
            }
            #expect(cache.totals.recordings == 0)
        }
    }

    @Test("A page is no audio, whether or not its length is told", arguments: Framing.allCases)
    func page(framing: Framing) async throws {
        try await withCache { bench, cache in
            let page = Array("<html>sign in</html>".utf8)
            bench.store.on("GET", CacheBench.path) { _ in .unsized(page, framing, contentType: "text/html") }
            await #expect(throws: SliceCacheError.storeRefused) {
                try await taken(.atOnce, of: cache, from: bench.origin())
            }
        }
    }

    @Test("Without room on the disk it is played all the same")
    func diskFull() async throws {
        try await withBench { bench in
            bench.store.on("GET", CacheBench.path) { _ in .unsized(Self.audio, .chunked) }
            let files = try FaultySliceFiles(folder: bench.folder)
            files.set { $0.roomBytes = 3000 }
            let cache = try await bench.cache(files: files)
            #expect(try await taken(.atOnce, of: cache, from: bench.origin()) == Self.audio)
            await cache.shutDown()
        }
    }

    @Test("When everybody has left, or it is purged, nothing more is fetched", arguments: [true, false])
    func leftOrPurged(isPurged: Bool) async throws {
        try await withCache(pace: TestPace.standing) { bench, cache in
            let barrier = Barrier()
            bench.store.on("GET", CacheBench.path) { _ in
                .unsized(Self.audio, .chunked, interruptedAt: 5000, by: [.wait(barrier)])
            }
            var stay: SliceCache.Stay? = try await cache.stay(
                CacheBench.key,
                origin: bench.origin(),
                first: .from(0),
                unsized: .atOnce
            )
            if isPurged {
                await cache.purge { _ in true }
                if case .growing(let visit) = stay {
                    await #expect(throws: SliceCacheError.purged) {
                        while try await visit.next(as: [UInt8].self) != nil {}
                    }
                }
            }
            stay = nil
            await bench.store.waitForClosedConnections(1)
            barrier.open()
            #expect(cache.standing(of: CacheBench.key) == nil)
        }
    }

    @Test(
        "A version that is known is played from a store that does not tell its size any more",
        arguments: Framing.allCases
    )
    func knownVersion(framing: Framing) async throws {
        try await withCache { bench, cache in
            bench.serve(Self.audio)
            _ = try await cache.play(0..<1024, from: bench.origin())
            await cache.workEnds()
            bench.store.on("GET", CacheBench.path) { _ in .unsized(Self.audio, framing, tag: "\"v1\"") }
            #expect(try await cache.play(5000..<9000, from: bench.origin()) == Self.audio.part(5000..<9000))
        }
    }
}

/// How a body without a length ends.
enum Framing: CaseIterable, Sendable {
    case chunked
    case byConnection
}

/// MPEG audio that ends with a frame: layer III, 128 kbit/s, 44.1 kHz.
enum SampleFrames {
    static func bytes(count: Int, filling: UInt8 = 3) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in 0..<count {
            bytes += [0xFF, 0xFB, 0x90, 0x00] as [UInt8]
            for place in 4..<417 {
                let value = UInt8(truncatingIfNeeded: place / 4 + number) & 0x7F
                bytes.append(value ^ filling)
            }
        }
        return bytes
    }
}

extension ScriptedReply {
    /// 200 with everything, and no word of how much that is.
    ///
    /// - Parameters:
    ///   - body: the file.
    ///   - framing: how it ends.
    ///   - tag: an `ETag`.
    ///   - contentType: of the file.
    ///   - offset: after how many bytes something happens.
    ///   - steps: what that is; after any but a wait the reply is over.
    /// - Returns: the reply.
    static func unsized(
        _ body: [UInt8],
        _ framing: Framing,
        tag: String? = nil,
        contentType: String = "audio/mpeg",
        interruptedAt offset: Int = .max,
        by steps: [Step] = []
    ) -> ScriptedReply {
        var headers: [(name: String, value: String)] = [("Content-Type", contentType)]
        if let tag { headers.append(("ETag", tag)) }
        if framing == .chunked { headers.append(("Transfer-Encoding", "chunked")) }
        func part(_ bytes: ArraySlice<UInt8>) -> Step {
            guard framing == .chunked, !bytes.isEmpty else { return .body(Array(bytes)) }
            var chunk = Array("\(String(bytes.count, radix: 16))\r\n".utf8)
            chunk += bytes
            chunk += Array("\r\n".utf8)
            return .body(chunk)
        }
        var all: [Step] = [.head(status: 200, headers: headers), part(body.prefix(offset))]
        all += steps
        all.append(part(body.dropFirst(min(offset, body.count))))
        all.append(framing == .chunked ? .body(Array("0\r\n\r\n".utf8)) : .close)
        return ScriptedReply(all)
    }
}
