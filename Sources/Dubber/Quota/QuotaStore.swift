package import Foundation

/// What a key has used up, as it is kept across restarts.
package struct QuotaRecord: Sendable, Hashable {
    /// The number of the UTC day that the counts belong to; see ``QuotaLane/day(of:)``.
    package let day: Int
    package let requests: Int
    package let tokenRequests: Int
    /// Those of the requests that searches made.
    package var searchRequests = 0
    /// The provider said that nothing more may be asked until then.
    package let exhaustedUntil: Date?
    package let lastStart: Date?

    package init(day: Int, requests: Int, tokenRequests: Int, exhaustedUntil: Date?, lastStart: Date?) {
        self.day = day
        self.requests = requests
        self.tokenRequests = tokenRequests
        self.exhaustedUntil = exhaustedUntil
        self.lastStart = lastStart
    }

    /// The same with one request less.
    var withoutOne: QuotaRecord {
        var record = QuotaRecord(
            day: day,
            requests: requests - 1,
            tokenRequests: tokenRequests,
            exhaustedUntil: exhaustedUntil,
            lastStart: lastStart
        )
        record.searchRequests = searchRequests
        return record
    }
}

/// Where a ledger's counts outlive the process.
package protocol QuotaStore: Sendable {
    /// What a key has used up; `nil` when nothing is known.
    func record(_ key: QuotaKey) async throws -> QuotaRecord?

    /// Counts one start; another process's starts are counted as well.
    ///
    /// - Returns: the counts that include it.
    func add(_ purpose: QuotaPurpose, to key: QuotaKey, at now: Date) async throws -> QuotaRecord

    /// Counts a start that was counted already as a search's.
    func addSearch(to key: QuotaKey, day: Int) async throws

    /// Takes back one API start that was counted and will not be made, unless another day has begun.
    func giveBack(_ key: QuotaKey, day: Int) async throws

    /// Keeps what the provider said.
    func exhaust(_ key: QuotaKey, until: Date, now: Date) async throws
}
