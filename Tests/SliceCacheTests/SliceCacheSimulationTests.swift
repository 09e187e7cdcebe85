import Foundation
import Recordings
import Sharing
import SliceCache
import Synchronization
import TestSupport
import Testing

@Suite("Random listeners, random faults, random restarts", .timeLimit(.minutes(2)))
struct SliceCacheSimulationTests {
    private static let rounds = 150
    private static let listenersPerRound = 6

    @Test(
        "Whatever happens, each byte delivered is the right one",
        arguments: [UInt64(2026), .random(in: 0...999_999)]
    )
    func simulation(seed: UInt64) async throws {
        print("simulation seed \(seed)")
        try await withBench { bench in
            var random = SeededGenerator(seed: seed)
            let audios = [70_000, 10_240, 1, 0, 33_333].enumerated().map {
                CacheBench.bytes($1, seed: UInt64($0) + seed)
            }
            let faults = FaultSource(seed: seed)
            for (index, audio) in audios.enumerated() {
                for host in 1...2 {
                    bench.store.on("GET", "/\(host)/\(index)") { faults.answer(audio, to: $0) }
                }
            }
            var cache = try await bench.cache(Self.limits(&random))
            var delivered = 0
            var failed = 0
            for _ in 0..<Self.rounds {
                switch Int.random(in: 0..<12, using: &random) {
                case 0:
                    await cache.shutDown()
                    cache = try await bench.cache(Self.limits(&random))
                case 1:
                    let index = Int.random(in: 0..<audios.count, using: &random)
                    await cache.purge { $0 == Self.key(index) }
                default:
                    break
                }
                let listeners = (0..<Self.listenersPerRound).map { _ in Listener(audios: audios, &random) }
                let current = cache
                await withTaskGroup { group in
                    for listener in listeners { group.addTask { await listener.listen(to: current, at: bench) } }
                    for await outcome in group {
                        #expect(outcome.isRight, "seed \(seed)")
                        delivered += outcome.bytes
                        failed += outcome.hasFailed ? 1 : 0
                    }
                }
            }
            try await until(cache.totals.readers, is: 0)
            await cache.workEnds()
            let listened = Self.rounds * Self.listenersPerRound
            #expect(delivered > 0)
            #expect(failed < listened / 2, "most listen undisturbed; seed \(seed)")
            #expect(cache.counters.storageFailures == 0, "seed \(seed)")
            await faultless(cache, audios, faults, bench, seed: seed)
            await cache.shutDown()
        }
    }

    /// With the faults over, everything plays whole, and the books agree with the disk.
    private func faultless(
        _ cache: SliceCache,
        _ audios: [[UInt8]],
        _ faults: FaultSource,
        _ bench: CacheBench,
        seed: UInt64
    ) async {
        faults.stop()
        for (index, audio) in audios.enumerated() {
            let whole = try? await cache.playWhole(Self.key(index), from: Self.origin(index, at: bench))
            #expect(whole == audio, "seed \(seed)")
        }
        await cache.workEnds()
        let cachedBytes = audios.indices.reduce(0) { $0 + (cache.standing(of: Self.key($1))?.cachedBytes ?? 0) }
        #expect(cache.totals.storedBytes == cachedBytes, "seed \(seed)")
    }

    fileprivate static func key(_ index: Int) -> RecordingKey {
        RecordingKey(entry: CacheBench.key.entry, recording: CacheBench.recordingID("\(index)"))
    }

    fileprivate static func origin(_ index: Int, at bench: CacheBench) -> ScriptedOrigin {
        ScriptedOrigin(urls: [1, 2].map { "\(bench.store.baseURL)/\($0)/\(index)" })
    }

    private static func limits(_ random: inout SeededGenerator) -> SliceCacheLimits {
        CacheBench.limits {
            $0.sliceBytes = [512, 1024, 3000].randomElement(using: &random) ?? 1024
            $0.firstFetchBytes = [1, 2000, 1 << 20].randomElement(using: &random) ?? 1
            $0.firstReadAheadSlices = [1, 2, 1024].randomElement(using: &random) ?? 1
            $0.readAheadBytes = [1, 2000, 20_000].randomElement(using: &random) ?? 1
            $0.maximumBytes = [40_000, 1_000_000].randomElement(using: &random) ?? 40_000
            $0.maximumOpenRecordings = 2
            $0.notFoundSeconds = 0
            $0.maximumFruitlessAttempts = 8
        }
    }
}

/// One who listens to a range, for a while, at some pace.
private struct Listener: Sendable {
    struct Outcome: Sendable {
        var isRight = true
        var bytes = 0
        var hasFailed = false
    }

    private let index: Int
    private let audio: [UInt8]
    private let first: UpstreamRange
    /// After how many bytes it leaves.
    private let patienceBytes: Int
    /// How often it lets others go before each read.
    private let slowness: Int
    /// Whether it is cut off at some moment instead of leaving in good order.
    private let isCancelled: Bool
    /// Whether it has itself told of news, as an event loop does, where it need not wait.
    private let isFollowing: Bool

    init(audios: [[UInt8]], _ random: inout SeededGenerator) {
        index = [0, 0, 0, 1, 2, 3, 4].randomElement(using: &random) ?? 0
        audio = audios[index]
        let size = Int64(audio.count)
        let start = Int64.random(in: 0...size, using: &random)
        let end = Int64.random(in: start...size, using: &random) + 1
        first =
            [UpstreamRange.from(0), .from(start), .bytes(start..<end), .last(size - start)]
            .randomElement(using: &random) ?? .from(0)
        patienceBytes = Bool.random(using: &random) ? .max : Int.random(in: 0...audio.count, using: &random)
        slowness = Int.random(in: 0...20, using: &random)
        isCancelled = Int.random(in: 0..<5, using: &random) == 0
        isFollowing = Bool.random(using: &random)
    }

    func listen(to cache: SliceCache, at bench: CacheBench) async -> Outcome {
        let task = Task { await play(cache, SliceCacheSimulationTests.origin(index, at: bench)) }
        if isCancelled {
            for _ in 0..<slowness * 20 { await Task.yield() }
            task.cancel()
        }
        return await task.value
    }

    private func play(_ cache: SliceCache, _ origin: ScriptedOrigin) async -> Outcome {
        var outcome = Outcome()
        do {
            let visit = try await cache.visit(SliceCacheSimulationTests.key(index), origin: origin, first: first)
            let range = first.range(sizeBytes: visit.recording.validator.sizeBytes)
            let reader = try visit.reader(of: range)
            var offset = Int(range.lowerBound)
            while outcome.bytes < patienceBytes, let bytes = try await next(reader) {
                guard offset + bytes.count <= audio.count, audio[offset..<offset + bytes.count].elementsEqual(bytes)
                else {
                    outcome.isRight = false
                    return outcome
                }
                offset += bytes.count
                outcome.bytes += bytes.count
                for _ in 0..<slowness { await Task.yield() }
            }
            if outcome.bytes < patienceBytes, offset != range.upperBound { outcome.isRight = false }
        } catch {
            outcome.hasFailed = !isCancelled
        }
        return outcome
    }
}

extension Listener {
    private func next(_ reader: AudioReader) async throws -> [UInt8]? {
        if isFollowing, let bytes = try await reader.nextFollowed() { return bytes }
        return try await reader.next()
    }
}

/// A store that now and then fails.
private final class FaultSource: Sendable {
    private let random: Mutex<SeededGenerator>
    private let isStopped = Mutex(false)

    init(seed: UInt64) {
        random = Mutex(SeededGenerator(seed: seed ^ 0xFA17))
    }

    func stop() {
        isStopped.withLock { $0 = true }
    }

    func answer(_ audio: [UInt8], to request: ScriptedRequest) -> ScriptedReply {
        guard !isStopped.withLock({ $0 }) else { return .file(audio, for: request) }
        let (kind, offset) = random.withLock { random in
            (Int.random(in: 0..<20, using: &random), Int.random(in: 0...audio.count, using: &random))
        }
        return .mishap(kind, of: audio, for: request, at: offset)
    }
}
