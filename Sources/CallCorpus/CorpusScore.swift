package import Recordings

/// How answers compare with the truth.
package struct CorpusScore: Sendable {
    /// Counts of rows of one kind.
    package struct Tally: Sendable {
        package var rows = 0
        /// Rows with a recording that something tells from others.
        package var recorded = 0
        /// Rows for which something was given as theirs.
        package var given = 0
        /// Rows given nothing but their own, and all of it.
        package var right = 0
        /// Rows given a recording of another call.
        package var wrong = 0
        /// Rows told that several match, or several calls.
        package var ambiguous = 0
    }

    package private(set) var tallies: [CorpusKind: Tally] = [:]

    package init() {}

    package mutating func add(_ row: CorpusRow, outcome: SegmentFinding.Outcome) {
        var tally = tallies[row.kind] ?? Tally()
        tally.rows += 1
        tally.recorded += row.truth.isEmpty || !row.isTellable ? 0 : 1
        switch outcome {
        case .found(let matches):
            let ids = Set(matches.map(\.recording.recordingID))
            tally.given += 1
            tally.right += ids == row.truth && row.isTellable ? 1 : 0
            tally.wrong += ids.isSubset(of: row.truth) ? 0 : 1
        case .ambiguous: tally.ambiguous += 1
        case .processing, .notFound, .expired, .failed, .unknown: break
        }
        tallies[row.kind] = tally
    }

    package var total: Tally {
        tallies.values.reduce(into: Tally()) { sum, tally in
            sum.rows += tally.rows
            sum.recorded += tally.recorded
            sum.given += tally.given
            sum.right += tally.right
            sum.wrong += tally.wrong
            sum.ambiguous += tally.ambiguous
        }
    }

    /// The share of rows given something that were given nothing of another call.
    package var precision: Double { Double(total.given - total.wrong) / Double(max(total.given, 1)) }
    /// The share of recorded rows, as far as anything tells them, that were given exactly what is theirs.
    package var recall: Double { Double(total.right) / Double(max(total.recorded, 1)) }
}
