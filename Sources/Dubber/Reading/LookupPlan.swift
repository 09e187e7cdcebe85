internal import Foundation
internal import Recordings

/// The next call that brings unanswered segments nearer to an answer.
enum LookupStep: Sendable, Hashable {
    /// The newest page, unless somebody has read it since.
    case head(since: Date)
    /// The page that follows, of so many items.
    case extend(Coverage.Observation, count: Int)
    /// A page of one number's list.
    case number(String, since: Date)
}

/// Chooses the next call, and estimates how many are to come: pure.
struct LookupPlan: Sendable {
    struct Move: Sendable, Hashable {
        let step: LookupStep
        /// Calls until the nearest segment is answered, this one included; an estimate.
        let callsToNearest: Int
    }

    /// With many segments, their numbers must cost so many times less than the account's list, which serves others as well.
    static let numbersAdvantage = 4
    /// The most calls that are estimated.
    static let maximumCalls = 1_000_000

    let sizing: PageSizing
    let loneRows: Int
    let pagesPerNumber: Int
    /// A segment to which so many pages of the account's list lead is read down to with the others.
    let nearCalls: Int

    /// A plan for one host.
    ///
    /// - Parameters:
    ///   - configuration: limits and manners.
    ///   - sizing: how long pages the host gives.
    init(configuration: DubberConfiguration, sizing: PageSizing) {
        nearCalls = configuration.callsPerLookup
        self.sizing = sizing
        loneRows = configuration.loneRows
        pagesPerNumber = configuration.pagesPerNumber
    }

    /// The next call, or `nil` when no segment is left that a call can answer.
    func next(_ unanswered: [SegmentWant], lists: ListSight) -> Move? {
        let listed = unanswered.filter { lists.isKept($0) }
        let headless = listed.filter { lists.coverage.extendable(since: $0.since) == nil }
        if let since = headless.map(\.since).max() {
            return Move(step: .head(since: since), callsToNearest: 1)
        }
        if let question = questions(far(unanswered, lists: lists), among: unanswered, lists: lists).first {
            return Move(step: question.step, callsToNearest: question.calls)
        }
        guard let newest = listed.max(by: { $0.floor < $1.floor }),
            let observation = lists.coverage.extendable(since: newest.since)
        else {
            return nil
        }
        let deepest = listed.map(\.floor).min() ?? newest.floor
        let count = sizing.count(after: observation, pages: pages(on: observation, to: deepest, of: sizing.usual))
        return Move(
            step: .extend(observation, count: count),
            callsToNearest: calls(newest, on: lists.coverage, pageSize: sizing.expected)
        )
    }

    /// Calls until each segment is answered, by its index, if all are answered in the order of the plan; `nil` for one that no call leads to.
    func calls(_ unanswered: [SegmentWant], lists: ListSight) -> [Int: Int?] {
        let far = far(unanswered, lists: lists)
        let questions = questions(far, among: far, lists: lists)
        let asked = min(questions.reduce(0) { $0 + $1.calls }, Self.maximumCalls)
        let farIndices = Set(far.map(\.index))
        let calls = unanswered.map { want -> (Int, Int?) in
            guard questions.isEmpty || !farIndices.contains(want.index) else {
                return (want.index, asked)
            }
            let isKept = lists.isKept(want)
            return (want.index, isKept ? self.calls(want, on: lists.coverage, pageSize: sizing.expected) : nil)
        }
        return Dictionary(uniqueKeysWithValues: calls)
    }

    private struct Question {
        let step: LookupStep
        let calls: Int
    }

    /// The segments whose numbers may be worth asking for: all when they are few, else those far down.
    private func far(_ unanswered: [SegmentWant], lists: ListSight) -> [SegmentWant] {
        unanswered.count <= loneRows
            ? unanswered : unanswered.filter { listCalls($0, lists: lists) > nearCalls }
    }

    /// The numbers to ask for, the shortest lists first, when they cost less than the account's list down to the oldest segment; none as long as
    /// others are near, which the account's list answers together.
    private func questions(_ far: [SegmentWant], among unanswered: [SegmentWant], lists: ListSight) -> [Question] {
        guard loneRows > 0, far.count == unanswered.count else {
            return []
        }
        let isLone = far.count <= loneRows
        let listCalls = far.map { self.listCalls($0, lists: lists) }.max() ?? 0
        let worth = isLone ? listCalls - 1 : listCalls / Self.numbersAdvantage
        guard worth > 0 else {
            return []
        }
        var asked: Set<String> = []
        var questions: [Question] = []
        for want in far {
            for number in want.numbers where asked.insert(number).inserted {
                if let calls = openCalls(number, want: want, lists: lists, listCalls: listCalls) {
                    questions.append(Question(step: .number(number, since: want.since), calls: calls))
                }
            }
            guard questions.count <= worth else {
                return []
            }
        }
        // Those of equal length stay in order.
        let inOrder = questions.enumerated().sorted { ($0.element.calls, $0.offset) < ($1.element.calls, $1.offset) }
        return questions.reduce(0) { $0 + $1.calls } <= worth ? inOrder.map(\.element) : []
    }

    /// In usual pages, whatever the host gives: a number is asked for where it costs less than that.
    private func listCalls(_ want: SegmentWant, lists: ListSight) -> Int {
        lists.isKept(want) ? calls(want, on: lists.coverage, pageSize: sizing.usual) : Self.maximumCalls
    }

    /// How many more pages of a number's list lead down to the segment; `nil` when the list has been read as far, or is not worth reading on.
    ///
    /// A number that every call has, as a main number, has a list as long as the account's: that one serves everybody.
    private func openCalls(_ number: String, want: SegmentWant, lists: ListSight, listCalls: Int) -> Int? {
        guard let coverage = lists.numbers[number] else {
            return 1
        }
        if coverage.observation(reaching: want.floor, since: want.since) != nil {
            return nil
        }
        guard let latest = coverage.observations.last(where: { $0.asOf >= want.since }) else {
            return 1
        }
        guard latest.cursor != nil else {
            return nil
        }
        let left = calls(want, on: coverage, pageSize: sizing.usual)
        let isShort = latest.pageCount + left <= pagesPerNumber
        return isShort || left <= listCalls / Self.numbersAdvantage ? left : nil
    }

    /// Pages of a list down to a segment, if calls went on as densely as those seen.
    private func calls(_ want: SegmentWant, on coverage: Coverage, pageSize: Int) -> Int {
        coverage.extendable(since: want.since).map { pages(on: $0, to: want.floor, of: pageSize) } ?? 1
    }

    private func pages(on observation: Coverage.Observation, to floor: Date, of pageSize: Int) -> Int {
        guard observation.itemCount > 0 else {
            return 1
        }
        let seen = max(observation.asOf.timeIntervalSince(observation.oldest), 1)
        let left = max(observation.oldest.timeIntervalSince(floor), 0)
        let pages = Double(observation.itemCount) / seen * left / Double(pageSize)
        return max(1, Int(min(pages.rounded(.up), Double(Self.maximumCalls))))
    }
}

extension ListSight {
    /// Whether the account's list is worth reading for a segment: what it would bring is not let go at once for want of room.
    fileprivate func isKept(_ want: SegmentWant) -> Bool {
        want.floor >= keptFrom ?? .distantPast
    }
}
