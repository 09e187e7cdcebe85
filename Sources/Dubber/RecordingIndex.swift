package import Foundation
package import Recordings

/// Which list: the whole account's, or one number's.
package enum ListView: Hashable, Sendable {
    case account
    /// As it was asked for.
    case number(String)
}

/// What an index knows, all at one moment: a claim to know everything never stands beside recordings read before it.
package struct IndexSight: Sendable {
    /// Of the account's list.
    package var coverage = Coverage()
    /// Of the lists of numbers; those never asked for are left out.
    package var numbers: [String: Coverage] = [:]
    /// Oldest first.
    package var recordings: [Recording] = []

    /// Without what was claimed while the clock was ahead of the present.
    package func believed(at now: Date) -> IndexSight {
        IndexSight(
            coverage: coverage.believed(at: now),
            numbers: numbers.mapValues { $0.believed(at: now) },
            recordings: recordings
        )
    }
}

/// What the provider's lists have said, so that most questions need no call.
///
/// Narrow, so that it can lie in memory or in a database.
package protocol RecordingIndex: Sendable {
    /// What has been seen of a list.
    func coverage(of key: IndexKey, view: ListView) async -> Coverage

    /// What is known around some calls.
    ///
    /// - Parameters:
    ///   - key: whose account.
    ///   - numbers: whose lists are of interest as well.
    ///   - span: where the recordings began.
    /// - Returns: what was known at one moment.
    func sight(of key: IndexKey, numbers: Set<String>, startingIn span: Range<Date>) async -> IndexSight

    /// Keeps a page's recordings, and what the page proved about its list.
    ///
    /// - Parameters:
    ///   - recordings: each replaces an older state of itself.
    ///   - observation: the list's state after the page; `nil` for recordings learned otherwise.
    ///   - key: whose account.
    ///   - view: which list.
    ///   - seenAt: when they were asked for.
    func learn(
        _ recordings: [Recording],
        observation: Coverage.Observation?,
        key: IndexKey,
        view: ListView,
        seenAt: Date
    ) async

    /// Removes recordings that began in a span and were not seen since: the account's list no longer has them.
    ///
    /// Those that expired lately stay, so that they can be called expired.
    ///
    /// - Parameters:
    ///   - key: whose account.
    ///   - span: where they began.
    ///   - notSeenSince: when the list was read.
    /// - Returns: those removed.
    @discardableResult
    func prune(_ key: IndexKey, startingIn span: Range<Date>, notSeenSince: Date) async -> [RecordingID]

    /// Removes a recording that the provider no longer has.
    func remove(_ id: RecordingID, key: IndexKey) async

    /// An observation cannot be read further.
    func strand(_ observation: Coverage.Observation, key: IndexKey, view: ListView) async

    /// One recording, if a list has shown it.
    func recording(_ id: RecordingID, key: IndexKey) async -> Recording?

    /// Forgets everything of an entry, at every revision.
    func forget(_ entry: CallRecIntGUID) async
}
