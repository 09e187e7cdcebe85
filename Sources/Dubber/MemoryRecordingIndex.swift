package import Foundation
package import Recordings

/// A recording index in memory, bounded: the account that was used longest ago goes first.
package actor MemoryRecordingIndex: RecordingIndex {
    package static let defaultMaximumRecordings = 200_000
    package static let defaultMaximumRecordingsPerAccount = 100_000
    /// Numbers whose lists are remembered, for each account.
    package static let maximumNumbers = 1_000

    private var shelves: [IndexKey: RecordingShelf] = [:]
    private var clock = 0
    private let maximumRecordings: Int
    private let maximumRecordingsPerAccount: Int

    package init(
        maximumRecordings: Int = MemoryRecordingIndex.defaultMaximumRecordings,
        maximumRecordingsPerAccount: Int = MemoryRecordingIndex.defaultMaximumRecordingsPerAccount
    ) {
        self.maximumRecordings = maximumRecordings
        self.maximumRecordingsPerAccount = min(maximumRecordingsPerAccount, maximumRecordings)
    }

    package func coverage(of key: IndexKey, view: ListView) -> Coverage {
        touch(key)
        return shelves[key]?.coverages[view] ?? Coverage()
    }

    package func sight(of key: IndexKey, numbers: Set<String>, startingIn span: Range<Date>) -> IndexSight {
        touch(key)
        var sight = IndexSight(coverage: coverage(of: key, view: .account))
        for number in numbers {
            sight.numbers[number] = shelves[key]?.coverages[.number(number)]
        }
        sight.recordings = shelves[key]?.recordings(startingIn: span) ?? []
        return sight
    }

    package func learn(
        _ recordings: [Recording],
        observation: Coverage.Observation?,
        key: IndexKey,
        view: ListView,
        seenAt: Date
    ) {
        _ = coverage(afterLearning: recordings, observation: observation, key: key, view: view, seenAt: seenAt)
    }

    /// Learns, and says what is known of the list then: what it claims rests on nothing learned later.
    func coverage(
        afterLearning recordings: [Recording],
        observation: Coverage.Observation?,
        key: IndexKey,
        view: ListView,
        seenAt: Date
    ) -> Coverage? {
        dropOlderRevisions(than: key)
        var shelf = shelves[key] ?? RecordingShelf()
        shelf.put(recordings, seenAt: seenAt)
        if let observation {
            shelf.record(observation, view: view, maximumNumbers: Self.maximumNumbers)
        }
        shelf.trim(to: maximumRecordingsPerAccount)
        shelves[key] = shelf
        touch(key)
        evict(sparing: key)
        return observation == nil ? nil : shelf.coverages[view]
    }

    @discardableResult
    package func prune(_ key: IndexKey, startingIn span: Range<Date>, notSeenSince: Date) -> [RecordingID] {
        shelves[key]?.prune(startingIn: span, notSeenSince: notSeenSince) ?? []
    }

    package func remove(_ id: RecordingID, key: IndexKey) {
        shelves[key]?.remove(id)
    }

    /// Whether anything of an account, or its emptiness, is in memory.
    func holds(_ key: IndexKey) -> Bool {
        shelves[key] != nil
    }

    /// Everything of an account.
    func account(_ key: IndexKey) -> KeptAccount {
        shelves[key]?.account ?? KeptAccount()
    }

    /// Takes over what was kept elsewhere, unless something is there already.
    func adopt(_ kept: KeptAccount, key: IndexKey) {
        guard shelves[key] == nil else {
            return
        }
        dropOlderRevisions(than: key)
        var shelf = RecordingShelf(kept)
        shelf.trim(to: maximumRecordingsPerAccount)
        shelves[key] = shelf
        touch(key)
        evict(sparing: key)
    }

    package func strand(_ observation: Coverage.Observation, key: IndexKey, view: ListView) {
        shelves[key]?.coverages[view]?.strand(observation)
    }

    package func recording(_ id: RecordingID, key: IndexKey) -> Recording? {
        shelves[key]?.recording(id)
    }

    package func forget(_ entry: CallRecIntGUID) {
        shelves = shelves.filter { $0.key.entry != entry }
    }

    /// Recordings kept in all.
    package var count: Int {
        shelves.values.reduce(0) { $0 + $1.count }
    }

    private func touch(_ key: IndexKey) {
        clock += 1
        shelves[key]?.usedAt = clock
    }

    private func dropOlderRevisions(than key: IndexKey) {
        if shelves[key] == nil {
            shelves = shelves.filter { $0.key.entry != key.entry || $0.key.revision >= key.revision }
        }
    }

    private func evict(sparing key: IndexKey) {
        var kept = count
        while kept > maximumRecordings || shelves.count > maximumRecordings,
            let oldest = shelves.filter({ $0.key != key }).min(by: { $0.value.usedAt < $1.value.usedAt })
        {
            shelves[oldest.key] = nil
            kept -= oldest.value.count
        }
    }
}
