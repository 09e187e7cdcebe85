package import Foundation

/// The allowance of one key on one host: pure, takes the time and says what may be done.
package struct QuotaLane: Sendable {
    package enum Turn: Sendable, Hashable {
        case start
        /// First in line, but not yet.
        case wait(Duration)
        /// Others come first.
        case standBy
        case refused(DubberError)
    }

    package struct Waiter: Sendable, Hashable {
        package let ticket: Int
        package let purpose: QuotaPurpose
        package let priority: QuotaPriority

        package init(ticket: Int, purpose: QuotaPurpose, priority: QuotaPriority) {
            self.ticket = ticket
            self.purpose = purpose
            self.priority = priority
        }
    }

    /// A little longer than a second, because requests that started apart may arrive nearer to each other.
    package static let window = Duration.milliseconds(1_100)
    package static let secondsPerDay = 86_400
    /// The last twentieth of a day's allowance is kept for playback.
    package static let playbackShare = 20
    /// The last half of a day's allowance is kept from background work.
    package static let backgroundShare = 2

    private let perSecond: Int
    private let perDay: [QuotaPurpose: Int]
    /// What searches may take of a day's allowance.
    private let searchesPerDay: Int
    private let mostWaiting: Int
    /// The latest `perSecond` starts, oldest first.
    private var starts: [Duration] = []
    private var heldUntil = Duration.zero
    private var day = Int.min
    private var spent: [QuotaPurpose: Int] = [:]
    private var searches = 0
    private var exhaustedUntil: Date?
    package private(set) var waiters: [Waiter] = []

    /// An allowance of which nothing is used yet.
    ///
    /// - Parameters:
    ///   - perSecond: starts in a second.
    ///   - requestsPerDay: of a day.
    ///   - tokenRequestsPerDay: of a day, for tokens alone.
    ///   - searchesPerDay: what searches may take of a day's requests.
    ///   - maximumWaiting: so many may line up, however long the last of them waits.
    ///   - patience: so many more may line up as have their turn in this time: a pace of many in a second serves a long line soon.
    package init(
        perSecond: Int,
        requestsPerDay: Int,
        tokenRequestsPerDay: Int,
        searchesPerDay: Int = .max,
        maximumWaiting: Int,
        patience: Duration = .zero
    ) {
        self.searchesPerDay = searchesPerDay
        self.perSecond = max(perSecond, 1)
        self.perDay = [.api: requestsPerDay, .token: tokenRequestsPerDay]
        mostWaiting = max(maximumWaiting, self.perSecond * Int(patience / Self.window))
    }

    package var first: Int? { waiters.first?.ticket }

    /// Lines a request up: in order of arrival among its own priority.
    ///
    /// - Throws: why it can never have its turn today, or that too many wait.
    package mutating func lineUp(_ waiter: Waiter, now: Date) throws(DubberError) {
        if let refusal = refusal(of: waiter, now: now) {
            throw refusal
        }
        guard waiters.count < mostWaiting else {
            throw .tooManyWaiting
        }
        let before = waiters.lastIndex { $0.priority <= waiter.priority }
        waiters.insert(waiter, at: before.map { $0 + 1 } ?? waiters.startIndex)
    }

    /// What a request in line may do; a start is counted, and leaves the line, as does a refusal.
    package mutating func turn(_ ticket: Int, elapsed: Duration, now: Date) -> Turn {
        // Who asks is first in line, or has just come.
        guard let waiter = first == ticket ? waiters.first : waiters.last(where: { $0.ticket == ticket }) else {
            return .refused(.cancelled)
        }
        if let refusal = refusal(of: waiter, now: now) {
            leave(ticket)
            return .refused(refusal)
        }
        guard first == ticket else {
            return .standBy
        }
        let windowEnd = starts.count < perSecond ? .zero : starts[0] + Self.window
        let earliest = max(windowEnd, heldUntil)
        guard elapsed >= earliest else {
            return .wait(earliest - elapsed)
        }
        starts.append(elapsed)
        if starts.count > perSecond {
            starts.removeFirst()
        }
        spent[waiter.purpose, default: 0] += 1
        searches += waiter.isSearch ? 1 : 0
        leave(ticket)
        return .start
    }

    package mutating func leave(_ ticket: Int) {
        if first == ticket { waiters.removeFirst() } else { waiters.removeAll { $0.ticket == ticket } }
    }

    package mutating func holdBack(until: Duration) {
        heldUntil = max(heldUntil, until)
    }

    package mutating func exhaust(now: Date, retryAfterSeconds: Int?) -> Int {
        let seconds = retryAfterSeconds ?? Self.secondsToMidnight(now)
        exhaustedUntil = now.addingTimeInterval(TimeInterval(seconds))
        return seconds
    }

    /// Takes over what is known from before, or from elsewhere: a count never goes back within a day.
    package mutating func take(_ record: QuotaRecord, elapsed: Duration, now: Date) {
        turnDay(now)
        if record.day == day {
            spent[.api] = max(spent[.api, default: 0], record.requests)
            spent[.token] = max(spent[.token, default: 0], record.tokenRequests)
            searches = max(searches, record.searchRequests)
        }
        if let until = record.exhaustedUntil, until > now {
            exhaustedUntil = max(exhaustedUntil ?? .distantPast, until)
        }
        // A service that starts anew must not add its own starts to those of the second before.
        if starts.isEmpty, let lastStart = record.lastStart, abs(now.timeIntervalSince(lastStart)) < 2 {
            holdBack(until: elapsed + Self.window)
        }
    }

    /// When one more request could start, if nobody came before it.
    package var waitSeconds: Int {
        waiters.count / perSecond
    }

    package mutating func remainingToday(now: Date) -> Int {
        turnDay(now)
        if let exhaustedUntil, exhaustedUntil > now {
            return 0
        }
        return max(0, (perDay[.api] ?? 0) - spent[.api, default: 0])
    }

    /// What searches may still ask today, and the seconds until they may ask more.
    package mutating func searchStanding(now: Date) -> (remaining: Int, resetSeconds: Int) {
        turnDay(now)
        let seconds = Self.secondsToMidnight(now)
        if let exhaustedUntil, exhaustedUntil > now {
            return (0, max(seconds, Int(exhaustedUntil.timeIntervalSince(now).rounded(.up))))
        }
        let waiter = Waiter(ticket: 0, purpose: .api, priority: .search)
        return (max(0, min(searchesPerDay - searches, allowance(of: waiter) - spent[.api, default: 0])), seconds)
    }

    /// Whether nothing would be lost by forgetting the lane.
    package func isIdle(now: Date) -> Bool {
        waiters.isEmpty && day != Self.day(of: now) && (exhaustedUntil ?? .distantPast) <= now
    }

    private mutating func refusal(of waiter: Waiter, now: Date) -> DubberError? {
        turnDay(now)
        if let exhaustedUntil, exhaustedUntil > now {
            let seconds = Int(exhaustedUntil.timeIntervalSince(now).rounded(.up))
            return .quotaExhausted(retryAfterSeconds: seconds)
        }
        let hasShare = !waiter.isSearch || searches < searchesPerDay
        guard hasShare, spent[waiter.purpose, default: 0] < allowance(of: waiter) else {
            return .allowanceSpent(retryAfterSeconds: Self.secondsToMidnight(now))
        }
        return nil
    }

    /// What of the day's allowance a request may use up, with all before it.
    private func allowance(of waiter: Waiter) -> Int {
        let whole = perDay[waiter.purpose] ?? 0
        guard waiter.purpose == .api else {
            return whole
        }
        return switch waiter.priority {
        case .playback: whole
        case .availability, .search: whole - whole / Self.playbackShare
        case .background: whole - whole / Self.backgroundShare
        }
    }

    /// The provider's day is taken to begin at midnight UTC; when it does is not documented.
    private mutating func turnDay(_ now: Date) {
        let today = Self.day(of: now)
        if today != day {
            day = today
            spent = [:]
            searches = 0
        }
    }

    /// The number of a UTC day.
    package static func day(of now: Date) -> Int {
        Int((now.timeIntervalSince1970 / Double(secondsPerDay)).rounded(.down))
    }

    private static func secondsToMidnight(_ now: Date) -> Int {
        let end = Double(day(of: now) + 1) * Double(secondsPerDay)
        return max(1, Int((end - now.timeIntervalSince1970).rounded(.up)))
    }
}

extension QuotaLane.Waiter {
    fileprivate var isSearch: Bool { purpose == .api && priority == .search }
}
