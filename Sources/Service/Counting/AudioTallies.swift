internal import Recordings
internal import Synchronization

/// What the event loops have answered by themselves: each loop adds to counts of its own, which are summed when somebody asks.
final class FastPathCounts: Sendable {
    /// One loop's answers of one entry.
    final class Counts: Sendable {
        private let answered = Atomic<Int>(0)
        private let bytes = Atomic<Int>(0)

        func add(answers: Int, bytes count: Int) {
            answered.add(answers, ordering: .relaxed)
            bytes.add(count, ordering: .relaxed)
        }

        fileprivate var values: (answers: Int, bytes: Int) {
            (answered.load(ordering: .relaxed), bytes.load(ordering: .relaxed))
        }
    }

    /// Entries and loops told apart; beyond these all count together.
    static let maximumCounts = 10_000

    private struct State {
        var all: [(entry: String, counts: Counts)] = []
    }

    private let state = Mutex(State())
    private let others = Counts()

    /// Counts for one loop and entry, to be kept by the loop.
    func make(for entry: CallRecIntGUID) -> Counts {
        state.withLock { state in
            guard state.all.count < Self.maximumCounts else { return others }
            let made = Counts()
            state.all.append((entry.rawValue, made))
            return made
        }
    }

    /// The sums by entry.
    var sums: [String: (answers: Int, bytes: Int)] {
        var sums: [String: (answers: Int, bytes: Int)] = [:]
        for (entry, counts) in state.withLock({ $0.all }) + [("other", others)] {
            let values = counts.values
            guard values.answers > 0 else { continue }
            let sum = sums[entry] ?? (0, 0)
            sums[entry] = (sum.answers + values.answers, sum.bytes + values.bytes)
        }
        return sums
    }
}
