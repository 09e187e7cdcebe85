internal import Foundation
internal import Recordings

/// The next call that brings unanswered segments nearer to an answer.
enum LookupStep: Sendable, Hashable {
    /// The newest page, unless somebody has read it since.
    case head(since: Date)
    /// The page that follows.
    case extend(Coverage.Observation)
    /// A page of one number's list.
    case number(String, since: Date)
}

/// Chooses the next call: pure.
struct LookupPlan: Sendable {
    let pageSize: Int
    let loneRows: Int
    let pagesPerNumber: Int

    init(configuration: DubberConfiguration) {
        pageSize = max(configuration.pageSize, 1)
        loneRows = configuration.loneRows
        pagesPerNumber = configuration.pagesPerNumber
    }

    /// The next call, or `nil` when no segment is left unanswered.
    func next(_ unanswered: [SegmentWant], view: IndexView) -> LookupStep? {
        guard let newest = unanswered.max(by: { $0.floor < $1.floor }) else {
            return nil
        }
        let headless = unanswered.filter { view.coverage.extendable(since: $0.since) == nil }
        if let since = headless.map(\.since).max() {
            return .head(since: since)
        }
        if let number = number(unanswered, view: view) {
            return number
        }
        return view.coverage.extendable(since: newest.since).map(LookupStep.extend)
    }

    /// A number's list, when few segments are left, and the pages up to the oldest would cost more than their numbers.
    private func number(_ unanswered: [SegmentWant], view: IndexView) -> LookupStep? {
        guard unanswered.count <= loneRows else {
            return nil
        }
        let questions = unanswered.flatMap { want in
            openNumbers(want, view: view).map { LookupStep.number($0, since: want.since) }
        }
        let pages = unanswered.map { pagesAway($0, coverage: view.coverage) }.max() ?? 0
        return pages > Double(questions.count) ? questions.first : nil
    }

    /// The segment's numbers whose lists have not been read as far as the segment, and are worth reading on.
    private func openNumbers(_ want: SegmentWant, view: IndexView) -> [String] {
        want.numbers.filter { number in
            guard let coverage = view.numbers[number] else {
                return true
            }
            if coverage.observation(reaching: want.floor, since: want.since) != nil {
                return false
            }
            guard let latest = coverage.observations.last(where: { $0.asOf >= want.since }) else {
                return true
            }
            return latest.cursor != nil && latest.pageCount < pagesPerNumber
        }
    }

    /// Pages of the account's list down to a segment, if calls went on as densely as those seen.
    private func pagesAway(_ want: SegmentWant, coverage: Coverage) -> Double {
        guard let observation = coverage.extendable(since: want.since), observation.itemCount > 0 else {
            return 1
        }
        let seen = max(observation.asOf.timeIntervalSince(observation.oldest), 1)
        let left = max(observation.oldest.timeIntervalSince(want.floor), 0)
        return (Double(observation.itemCount) / seen * left / Double(pageSize)).rounded(.up)
    }
}
