package import Foundation
package import Recordings

/// What a list that is read from its newest item downwards has shown so far, and when: pure.
///
/// Each observation says: at `asOf`, every recording that began at `floor` or later had been seen. A newer observation reaches less
/// deep than an older one, or has replaced it; so together they make a staircase.
package struct Coverage: Sendable, Hashable {
    /// The most observations kept; the newest and the deepest always stay.
    package static let maximumObservations = 16
    /// An observation further ahead of the clock than this was made while the clock was wrong: nobody knows when.
    package static let clockToleranceSeconds: TimeInterval = 60

    package struct Observation: Sendable, Hashable {
        /// When its first page was asked for: calls that ended later may be missing.
        package let asOf: Date
        /// When its latest page was asked for.
        package var extendedAt: Date
        /// Everything that began at or after this has been seen.
        package var floor: Date
        /// The oldest start seen, whether or not everything above it was.
        package var oldest: Date
        /// By how much the list departs from newest-first, as far as seen; the floor stays so much above the oldest.
        package var disorderSeconds: TimeInterval
        /// The last item of the latest page; `nil` when there is nothing further to ask for.
        package var cursor: RecordingID?
        /// An item shortly before the last: asking for what comes before it must bring the last again, which shows that no gap is left.
        package var anchor: RecordingID?
        /// Items seen, repeated ones included.
        package var itemCount: Int
        package var pageCount: Int
        /// When recordings began whose records could not be read; bounded.
        package var doubts: [ClosedRange<Date>] = []

        /// Whether the list ended.
        package var reachesEnd: Bool { floor == .distantPast }
    }

    /// Newest first.
    package private(set) var observations: [Observation] = []

    package init() {}

    /// Coverage as it was kept, newest first.
    init(_ observations: [Observation]) {
        self.observations = observations
    }

    /// The newest observation that has seen everything from `floor` on and was made no earlier than `since`.
    package func observation(reaching floor: Date, since: Date) -> Observation? {
        observations.first { $0.asOf >= since && $0.floor <= floor }
    }

    /// The deepest observation that was made no earlier than `since` and can be read on.
    package func extendable(since: Date) -> Observation? {
        observations.last { $0.asOf >= since && $0.cursor != nil && !$0.reachesEnd }
    }

    /// Whether the list was read from its newest item no earlier than `since`, to its end or so that it can be read on.
    package func isBegun(since: Date) -> Bool {
        observations.contains { $0.asOf >= since && ($0.reachesEnd || $0.cursor != nil) }
    }

    /// Without what was seen while the clock was ahead of the present.
    package func believed(at now: Date) -> Coverage {
        var coverage = self
        coverage.disbelieve(now: now)
        return coverage
    }

    private mutating func disbelieve(now: Date) {
        observations.removeAll { $0.asOf.timeIntervalSince(now) > Self.clockToleranceSeconds }
    }

    package mutating func record(_ observation: Observation) {
        disbelieve(now: observation.extendedAt)
        observations.removeAll { $0.asOf <= observation.asOf && $0.floor >= observation.floor }
        let place = observations.firstIndex { $0.asOf < observation.asOf } ?? observations.endIndex
        observations.insert(observation, at: place)
        if observations.count > Self.maximumObservations {
            observations.remove(at: observations.count / 2)
        }
    }

    /// Gives up reading an observation further: its cursor is gone, or leads nowhere.
    package mutating func strand(_ observation: Observation) {
        for index in observations.indices where observations[index].asOf == observation.asOf {
            observations[index].cursor = nil
            observations[index].anchor = nil
        }
    }
}
