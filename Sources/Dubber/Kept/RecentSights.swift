internal import Recordings
internal import Sharing

/// What the database told lately about a call or two: report pages ask for the same rows again, and are then answered from memory; pure but for
/// its table.
///
/// Everything is forgotten with each change of the database, of whatever account: room is made in all of them.
struct RecentSights: Sendable {
    /// Answers that are remembered.
    static let maximumSights = 2_048
    /// Recordings of an answer that is remembered; one of more belongs to a page, whose like is not soon asked again.
    static let maximumRecordings = 8
    /// Numbers of whose lists such an answer tells.
    static let maximumNumbers = 4

    private struct Key: Hashable, Sendable {
        let account: IndexKey
        let question: IndexQuestion
    }

    private let sights = RecentTable<Key, IndexSight>(capacity: Self.maximumSights)
    /// Grows with each change of the database.
    private(set) var generation: UInt64 = 0

    subscript(account: IndexKey, question: IndexQuestion) -> IndexSight? {
        question.numbers.count <= Self.maximumNumbers ? sights[Key(account: account, question: question)] : nil
    }

    /// Remembers an answer, unless the database changed since it was asked.
    mutating func keep(_ sight: IndexSight, account: IndexKey, _ question: IndexQuestion, since generation: UInt64) {
        guard generation == self.generation, question.numbers.count <= Self.maximumNumbers,
            sight.known.count <= Self.maximumRecordings
        else { return }
        sights[Key(account: account, question: question)] = sight
    }

    mutating func forgetAll() {
        generation += 1
        sights.removeAll { _, _ in true }
    }
}
