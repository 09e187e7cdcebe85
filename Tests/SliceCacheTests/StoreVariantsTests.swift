import Recordings
import SliceCache
import Synchronization
import TestSupport
import Testing

/// Stores of every kind: what they give is played, or refused, and never is a byte wrong.
@Suite("Stores of every kind", .timeLimit(.minutes(5)))
struct StoreVariantsTests {
    private static let audio = CacheBench.audio
    /// The whole, from amid a slice, the end, and the first bytes that Safari asks for.
    private static let ranges: [Range<Int64>] = [0..<10_000, 5_100..<8_200, 9_990..<10_000, 0..<2]

    /// Transfers of two slices, so that a recording comes by several.
    private static let limits = CacheBench.limits {
        ($0.firstFetchBytes, $0.readAheadBytes, $0.firstReadAheadSlices) = (2048, 2048, 2)
        ($0.firstByteWaitSeconds, $0.bodyWaitSeconds) = (0, 0)
    }

    /// What a listener gets, and how it ends.
    private func hear(
        _ range: Range<Int64>,
        _ cache: SliceCache,
        _ origin: ScriptedOrigin
    ) async -> (bytes: [UInt8], failure: SliceCacheError?) {
        var bytes: [UInt8] = []
        do {
            let reader = try await cache.reader(range, from: origin)
            while let piece = try await reader.next() { bytes += piece }
            return (bytes, nil)
        } catch {
            return (bytes, error as? SliceCacheError)
        }
    }

    private func answer(_ variant: StoreVariant, of bench: CacheBench) {
        let count = Mutex(0)
        bench.store.on("GET", "/1/*") { request in
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            return variant.answer(request, number)
        }
    }

    @Test("What can be understood is played, each range of it", arguments: StoreVariant.played)
    func plays(variant: StoreVariant) async throws {
        try await withCache(Self.limits, pace: TestPace.standing) { bench, cache async throws in
            answer(variant, of: bench)
            for range in Self.ranges {
                let heard = await hear(range, cache, bench.origin())
                #expect(heard.failure == nil && heard.bytes == Self.audio.part(range), "\(range) \(heard.bytes.count)")
                await cache.purge { _ in true }
            }
        }
    }

    @Test(
        "What cannot be trusted is refused before its first byte, and nothing of it is kept",
        arguments: StoreVariant.refused
    )
    func refuses(variant: StoreVariant) async throws {
        try await withCache(Self.limits) { bench, cache async throws in
            for range in Self.ranges {
                answer(variant, of: bench)
                let heard = await hear(range, cache, bench.origin())
                #expect(heard.failure != nil && heard.bytes.isEmpty, "\(range)")
            }
            bench.serve()
            #expect(await hear(0..<10_000, cache, bench.origin()).bytes == Self.audio)
        }
    }

    @Test(
        "Versions that change while one is played are never mixed, and the next hears the new one",
        arguments: StoreVariant.changing
    )
    func changes(variant: StoreVariant) async throws {
        try await withCache(Self.limits, pace: TestPace.standing) { bench, cache async throws in
            answer(variant, of: bench)
            let heard = await hear(0..<10_000, cache, bench.origin())
            #expect(heard.failure == .changed)
            #expect(heard.bytes == Array(Self.audio.prefix(heard.bytes.count)))
            let again = await hear(0..<20_000, cache, bench.origin())
            #expect(again.failure == nil)
            #expect(again.bytes == StoreVariant.other || again.bytes == StoreVariant.longer)
        }
    }

    @Test(
        "An answer in several parts, or encoded, amid a recording gives none of its bytes",
        arguments: [
            ["Content-Type": "multipart/byteranges; boundary=x"], ["Content-Encoding": "gzip"],
            ["Content-Range": "bytes FIRST-LAST/*"], ["Content-Range": "bytes 0-2047/SIZE"],
        ]
    )
    func oddLater(fields: [String: String]) async throws {
        try await withCache(Self.limits) { bench, cache async throws in
            let variant = StoreVariant("later") { request, number in
                number == 0
                    ? StorePart(request, of: Self.audio).reply()
                    : StorePart(request, of: StoreVariant.other).reply(fields.mapValues { Optional($0) })
            }
            answer(variant, of: bench)
            let heard = await hear(0..<10_000, cache, bench.origin())
            #expect(heard.failure != nil && heard.bytes == Array(Self.audio.prefix(heard.bytes.count)))
            bench.serve()
            #expect(await hear(0..<10_000, cache, bench.origin()).bytes == Self.audio)
        }
    }
}
