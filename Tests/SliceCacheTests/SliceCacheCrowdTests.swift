import Foundation
import Sharing
import SliceCache
import Synchronization
import TestSupport
import Testing
import Transport

/// Crowds over one recording that nobody has asked for before.
@Suite("Crowds over one cold recording", .timeLimit(.minutes(5)))
struct SliceCacheCrowdTests {
    private static let listeners = 200
    private static let audio = CacheBench.bytes(2_000_000)
    /// What a store may have sent of transfers that nobody wanted any more when it came: each loses what is in its sockets.
    private static let lostBytes = 6 * 65_536

    /// Which bytes the listeners of a crowd ask for.
    enum Wishes: CaseIterable, Sendable {
        /// One piece of the recording each, none the same.
        case pieces
        /// Anywhere, of any length.
        case anywhere
        /// From anywhere on.
        case toTheEnd
        /// The whole, or a piece far behind.
        case wholeAndSeeks

        func ranges(of sizeBytes: Int64, using dice: inout SeededGenerator) -> [Range<Int64>] {
            let count = Int64(SliceCacheCrowdTests.listeners)
            return (0..<count).map { number in
                let place = Int64.random(in: 0..<sizeBytes - 1, using: &dice)
                switch self {
                case .pieces: return number * sizeBytes / count..<(number + 1) * sizeBytes / count
                case .anywhere: return place..<Int64.random(in: place + 1...sizeBytes, using: &dice)
                case .toTheEnd: return place..<sizeBytes
                case .wholeAndSeeks:
                    return number.isMultiple(of: 2) ? 0..<sizeBytes : place..<min(sizeBytes, place + 20_000)
                }
            }
        }
    }

    @Test("However 200 listeners ask for parts of it, no byte is fetched twice", arguments: Wishes.allCases, [1, 2])
    func once(wishes: Wishes, seed: UInt64) async throws {
        var dice = SeededGenerator(seed: seed)
        let ranges = wishes.ranges(of: Int64(Self.audio.count), using: &dice).shuffled(using: &dice)
        try await withCache(SliceCacheLimits(), pace: TestPace.standing) { bench, cache in
            bench.serve(Self.audio)
            // A busy machine is no slow store: nobody's patience ends.
            let origin = bench.origin()
            try await withThrowingTaskGroup { group in
                for range in ranges {
                    group.addTask {
                        let heard = try await cache.play(range, from: origin)
                        // Byte by byte, without the costs that a build for tests has for each.
                        return Data(heard) == Data(Self.audio[Int(range.lowerBound)..<Int(range.upperBound)])
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
            let (sent, asked) = (bench.store.bodyBytesSent, bench.askedRanges.count)
            #expect(sent <= Self.audio.count + Self.lostBytes, "seed \(seed), asked \(asked)")
        }
    }

    @Test("200 listeners hear all that has come while the store still holds the rest back, by one fetch of each byte")
    func slowStore() async throws {
        try await withCache(SliceCacheLimits(), pace: TestPace.standing) { bench, cache in
            let pauses = [4_000, 70_000].map { (bytes: $0, barrier: Barrier()) }
            bench.serve(Self.audio, tweaks: pauses.map { .pauseAfter($0.bytes, $0.barrier) })
            let origin = bench.origin()
            var listeners: [(reader: AudioReader, heard: Data)] = []
            for _ in 0..<Self.listeners {
                listeners.append((try await cache.reader(0..<Int64(Self.audio.count), from: origin), Data()))
            }
            for pause in pauses + [(bytes: Self.audio.count, barrier: Barrier())] {
                listeners = try await withThrowingTaskGroup { group in
                    for var listener in listeners {
                        group.addTask {
                            while listener.heard.count < pause.bytes, let piece = try await listener.reader.next() {
                                listener.heard += piece
                            }
                            return listener
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                let came = Data(Self.audio.prefix(pause.bytes))
                #expect(listeners.allSatisfy { $0.heard.starts(with: came) })
                pause.barrier.open()
            }
            #expect(cache.counters.upstreamBytes == Self.audio.count)
            #expect(bench.store.bodyBytesSent == Self.audio.count)
        }
    }
}
