/// Where readers that took their whole range ended, so that a request that goes on there is known for reading on; pure.
struct ReadTrails: Sendable {
    struct Trail: Hashable, Sendable {
        /// Where the first of the ranges that followed one another began.
        let runStart: Int64
        /// Where the last of them began.
        let start: Int64
        let end: Int64

        /// Whether at least one range followed another.
        var isRun: Bool { runStart < start }
    }

    /// The most that are remembered of one recording; the oldest is forgotten first.
    static let maximum = 8

    private(set) var all: [Trail] = []

    /// Remembers a range that was read to its end, in place of the one that it continued.
    mutating func add(start: Int64, end: Int64, runStart: Int64) {
        let known = all.filter { $0.end == end }.map(\.runStart)
        all.removeAll { $0.end == start || $0.end == end }
        all.append(Trail(runStart: min(runStart, known.min() ?? runStart), start: start, end: end))
        if all.count > Self.maximum { all.removeFirst() }
    }
}
