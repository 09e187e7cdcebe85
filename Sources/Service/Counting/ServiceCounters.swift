internal import Foundation
internal import Synchronization

/// What the service has done since its start, counted where outcomes are known; cheap enough for every request.
final class LiveCounters: Sendable {
    /// How much of an audio answer was in the cache when it was asked for.
    enum Fill: Sendable, Hashable {
        case hit
        case partial
        case miss
    }

    /// Codes counted by name; further ones are counted together as ``otherCode``.
    static let maximumCodes = 64
    static let otherCode = "other"

    /// Answers of one event loop's fast path, so that loops do not fight for one counter.
    final class LoopHits: Sendable {
        private let count = Atomic<Int>(0)

        var value: Int { count.load(ordering: .relaxed) }

        func add(_ answers: Int) { count.add(answers, ordering: .relaxed) }
    }

    let listeners = LiveListeners()
    private let routeHits = Atomic<Int>(0)
    private let partials = Atomic<Int>(0)
    private let misses = Atomic<Int>(0)
    private let loops = Mutex<[LoopHits]>([])
    private let failures = Mutex<[String: Int]>([:])

    /// A counter for one more event loop.
    func makeLoopHits() -> LoopHits {
        let made = LoopHits()
        loops.withLock { $0.append(made) }
        return made
    }

    /// An audio answer of the ordinary route.
    func answered(_ fill: Fill) {
        switch fill {
        case .hit: routeHits.add(1, ordering: .relaxed)
        case .partial: partials.add(1, ordering: .relaxed)
        case .miss: misses.add(1, ordering: .relaxed)
        }
    }

    /// Something was refused or failed.
    ///
    /// - Parameter code: stable and of our own making.
    func failed(_ code: String) {
        failures.withLock { failures in
            let isKnown = failures[code] != nil || failures.count < Self.maximumCodes
            failures[isKnown ? code : Self.otherCode, default: 0] += 1
        }
    }

    var totals: LiveTotals {
        LiveTotals(
            hits: routeHits.load(ordering: .relaxed) + loops.withLock { $0.reduce(0) { $0 + $1.value } },
            partials: partials.load(ordering: .relaxed),
            misses: misses.load(ordering: .relaxed),
            errors: failures.withLock { $0 }
        )
    }
}
