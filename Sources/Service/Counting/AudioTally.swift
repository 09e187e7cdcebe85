internal import Recordings
internal import Synchronization

/// What one event loop has answered with audio by itself, or the ordinary route has: the only place where an audio answer is counted.
///
/// Each event loop has one of its own, so that they do not fight for a number.
final class AudioTally: Sendable {
    /// Who answers.
    enum Way: String, Sendable {
        case route, eventLoop
    }

    /// The part of one entry, to be kept by who counts often.
    final class Counter: Sendable {
        private let hits = Atomic<Int>(0)
        private let partials = Atomic<Int>(0)
        private let misses = Atomic<Int>(0)
        private let sentBytes = Atomic<Int>(0)

        /// An answer with a body begins.
        func answered(_ fill: AudioFill) {
            switch fill {
            case .hit: hits.add(1, ordering: .relaxed)
            case .partial: partials.add(1, ordering: .relaxed)
            case .miss: misses.add(1, ordering: .relaxed)
            }
        }

        /// A hit was not answered after all.
        func takeBackHit() { hits.subtract(1, ordering: .relaxed) }

        /// So many bytes were given to a listener's connection.
        func sent(_ bytes: Int) { sentBytes.add(bytes, ordering: .relaxed) }

        var counts: AudioCounts {
            AudioCounts(
                hits: hits.load(ordering: .relaxed),
                partials: partials.load(ordering: .relaxed),
                misses: misses.load(ordering: .relaxed),
                sentBytes: sentBytes.load(ordering: .relaxed)
            )
        }
    }

    let way: Way
    private let isToldApart: @Sendable (CallRecIntGUID) -> Bool
    private let counters = Mutex<[CallRecIntGUID?: Counter]>([:])

    /// - Parameters:
    ///   - way: who answers.
    ///   - isToldApart: whether an entry has a number of its own; all others are counted together.
    init(_ way: Way, isToldApart: @escaping @Sendable (CallRecIntGUID) -> Bool) {
        self.way = way
        self.isToldApart = isToldApart
    }

    func counter(of entry: CallRecIntGUID) -> Counter {
        counters.withLock { counters in
            if let known = counters[entry] { return known }
            let name = isToldApart(entry) ? entry : nil
            let counter = counters[name] ?? Counter()
            counters[name] = counter
            return counter
        }
    }

    /// By entry; of those that are not told apart under `nil`.
    var counts: [CallRecIntGUID?: AudioCounts] {
        counters.withLock { $0.mapValues(\.counts) }
    }
}
