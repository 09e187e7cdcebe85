internal import Recordings
internal import Synchronization

/// All tallies of audio answers, summed when metrics or the live page ask.
final class AudioTallies: Sendable {
    /// One entry's audio answers by one way.
    struct Sum: Sendable {
        /// `nil` for all that are not told apart.
        let entry: CallRecIntGUID?
        let way: AudioTally.Way
        let counts: AudioCounts
    }

    /// Entries told apart: the first that played; all others count together.
    static let maximumEntries = 1_000

    /// The ordinary route's.
    let route: AudioTally
    private let loops = Mutex<[AudioTally]>([])
    private let isToldApart: @Sendable (CallRecIntGUID) -> Bool

    init() {
        let names = EntryNames()
        isToldApart = { names.take($0) }
        route = AudioTally(.route, isToldApart: isToldApart)
    }

    /// The tally of one more event loop.
    func makeLoopTally() -> AudioTally {
        let made = AudioTally(.eventLoop, isToldApart: isToldApart)
        loops.withLock { $0.append(made) }
        return made
    }

    /// By way and entry, in order.
    var sums: [Sum] {
        [(AudioTally.Way.eventLoop, loops.withLock { $0 }), (.route, [route])].flatMap { way, tallies in
            var sums: [CallRecIntGUID?: AudioCounts] = [:]
            for tally in tallies {
                for (entry, counts) in tally.counts { sums[entry, default: AudioCounts()] += counts }
            }
            return sums.sorted { ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "") }
                .map { Sum(entry: $0.key, way: way, counts: $0.value) }
        }
    }

    var totals: AudioCounts {
        sums.reduce(into: AudioCounts()) { $0 += $1.counts }
    }
}

/// The entries that are told apart.
private final class EntryNames: Sendable {
    private let names = Mutex<Set<CallRecIntGUID>>([])

    /// Takes an entry in, if there is room.
    func take(_ entry: CallRecIntGUID) -> Bool {
        names.withLock { names in
            guard names.count < AudioTallies.maximumEntries else { return names.contains(entry) }
            names.insert(entry)
            return true
        }
    }
}
