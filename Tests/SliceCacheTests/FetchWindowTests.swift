import Foundation
import Recordings
import SliceCache
import TestSupport
import Testing
import Transport

/// What is asked of the store while somebody listens: a window after another, each of which ends by itself.
@Suite("Fetching by windows", .timeLimit(.minutes(5)))
struct FetchWindowTests {
    private static let slice = CacheBench.sliceBytes
    private static let audio = CacheBench.bytes(400_000)

    private static func limits(_ change: (inout SliceCacheLimits) -> Void = { _ in }) -> SliceCacheLimits {
        CacheBench.limits {
            $0.firstFetchBytes = 2 * slice
            $0.firstReadAheadSlices = 2
            $0.readAheadBytes = 16 * slice
            $0.fastReadAheadBytes = 64 * slice
            change(&$0)
        }
    }

    /// Reads on slowly: each piece only when all that was sent for has come.
    private func listen(
        _ reader: AudioReader,
        in cache: SliceCache,
        _ check: () -> Void = {}
    ) async throws -> [UInt8] {
        var heard: [UInt8] = []
        while let piece = try await reader.next() {
            heard += piece
            await cache.workEnds()
            check()
        }
        return heard
    }

    @Test("Who listens slowly holds no transfer between two windows, which use one connection, and waits for nothing")
    func slowListener() async throws {
        try await withCache(Self.limits()) { bench, cache in
            bench.serve(Self.audio)
            let origin = bench.origin()
            let reader = try await cache.reader(0..<400_000, from: origin)
            let heard = try await listen(reader, in: cache) {
                let ahead = cache.counters.upstreamBytes - Int(reader.offset)
                #expect(ahead <= Int(17 * Self.slice) && (ahead > 0 || reader.offset == 400_000))
            }
            #expect(heard == Self.audio)
            #expect(cache.counters.upstreamBytes == 400_000)
            #expect(bench.store.openedConnections == 1)
            #expect((20...80).contains(bench.store.requests.count))
            #expect(origin.asked == 1)
        }
    }

    @Test("Who takes the bytes as fast as they come is served by few transfers")
    func download() async throws {
        try await withCache(Self.limits { $0.fastReadAheadBytes = 1 << 20 }) { bench, cache async throws in
            bench.serve(Self.audio)
            #expect(try await cache.playWhole(from: bench.origin()) == Self.audio)
            #expect(cache.counters.upstreamBytes == 400_000)
            #expect(bench.store.requests.count <= 24)
        }
    }

    @Test(
        "A store that knows no ranges is asked once, however slowly its audio is listened to",
        arguments: [true, false]
    )
    func withoutRanges(isSlow: Bool) async throws {
        try await withCache(Self.limits()) { bench, cache in
            bench.serve(Self.audio, tweaks: [.wholeForRange])
            let reader = try await cache.reader(0..<400_000, from: bench.origin())
            #expect(try await (isSlow ? listen(reader, in: cache) : reader.rest()) == Self.audio)
            #expect(bench.store.requests.count == 1)
            #expect(cache.counters.upstreamBytes == 400_000)
        }
    }

    @Test("An address that expires between two windows is replaced, by one question")
    func expiredBetween() async throws {
        try await withCache(Self.limits()) { bench, cache in
            bench.serve(Self.audio)
            let origin = bench.origin()
            let reader = try await cache.reader(0..<400_000, from: origin)
            let first = try await reader.next() ?? []
            await cache.workEnds()
            bench.store.on("GET", CacheBench.path) { request in
                request.query == "signature=1"
                    ? .file(Self.audio, for: request) : .html(403, "Request has expired")
            }
            #expect(try await first + listen(reader, in: cache) == Self.audio)
            #expect(origin.refusals.map(\.cause) == [.expired])
            #expect(origin.asked == 2)
        }
    }

    @Test("A store that is away while a window is fetched ahead is asked again when it is back, and nobody notices")
    func awayBetween() async throws {
        try await withCache(Self.limits { $0.firstFetchBytes = 16 * Self.slice }) { bench, cache in
            bench.serve(Self.audio)
            let origin = ForgivingOrigin(bench.store.baseURL + CacheBench.path)
            let reader = try await cache.reader(0..<400_000, from: origin)
            var heard = try await reader.next() ?? []
            await cache.workEnds()
            bench.store.on("GET", CacheBench.path) { _ in .html(503, "down") }
            while heard.count < 12 * Int(Self.slice), let piece = try await reader.next() {
                heard += piece
                await cache.workEnds()
            }
            #expect(bench.store.requests.count > 1)
            bench.serve(Self.audio)
            #expect(try await heard + reader.rest() == Self.audio)
        }
    }

    @Test(
        "When the disk is full the rest comes past it by windows that nobody holds, from a store without ranges at once",
        arguments: [true, false]
    )
    func pastTheCache(knowsRanges: Bool) async throws {
        try await withBench { bench in
            bench.serve(Self.audio, tweaks: knowsRanges ? [] : [.wholeForRange])
            let files = try FaultySliceFiles(folder: bench.folder)
            files.set { $0.roomBytes = 4096 }
            let cache = try await bench.cache(Self.limits { $0.unkeptBytes = 30_000 }, files: files)
            let reader = try await cache.reader(0..<400_000, from: bench.origin())
            var heard: [UInt8] = []
            while let piece = try await reader.next() {
                heard += piece
                if knowsRanges { try await until(bench.client.activity.running, is: 0) }
            }
            #expect(heard == Self.audio)
            await cache.shutDown()
        }
    }
}

/// One location, however often it was refused.
private final class ForgivingOrigin: AudioOrigin {
    private let known: AudioLocation

    init(_ url: String) {
        known = AudioLocation(url: Secret(url), host: .first, expiryTime: nil)
    }

    func location(after refused: RefusedAudioLocation?) async throws(AudioOriginError) -> AudioLocation { known }
}
