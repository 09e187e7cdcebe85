internal import Foundation

/// Who failed to sign in how often, and is locked out for how long.
struct Lockouts {
    enum Culprit: Hashable {
        /// Whether or not there is such a user, so that a lockout does not tell.
        case user(String)
        case address(String)
    }

    private struct Record {
        var failures = 0
        var lastFailureAt: Date
        var lockedUntil: Date?
    }

    private let limits: LockoutLimits
    private var records: [Culprit: Record] = [:]

    init(limits: LockoutLimits) {
        self.limits = limits
    }

    var count: Int { records.count }

    func isLocked(_ culprit: Culprit, now: Date) -> Bool {
        guard let until = records[culprit]?.lockedUntil else { return false }
        return now < until
    }

    /// Counts a failure; from the first that is not free, each locks out for twice as long as the one before.
    mutating func fail(_ culprit: Culprit, now: Date) {
        if let record = records[culprit], isForgotten(record, now) { records[culprit] = nil }
        if records[culprit] == nil { makeRoom(now) }
        var record = records[culprit] ?? Record(lastFailureAt: now)
        record.failures += 1
        record.lastFailureAt = now
        let excess = record.failures - freeFailures(culprit)
        if excess >= 0 {
            let seconds = min(limits.firstDelaySeconds * exp2(Double(excess)), limits.longestDelaySeconds)
            record.lockedUntil = now.addingTimeInterval(seconds)
        }
        records[culprit] = record
    }

    /// Forgets the failures of a user who signed in; an address keeps its own, or one known password would excuse guessing others.
    mutating func succeed(user: String) {
        records[.user(user)] = nil
    }

    private func freeFailures(_ culprit: Culprit) -> Int {
        switch culprit {
        case .user: limits.userFailures
        case .address: limits.addressFailures
        }
    }

    private func isForgotten(_ record: Record, _ now: Date) -> Bool {
        now.timeIntervalSince(record.lastFailureAt) >= limits.memorySeconds
    }

    private mutating func makeRoom(_ now: Date) {
        guard records.count >= limits.records else { return }
        records = records.filter { !isForgotten($0.value, now) }
        guard records.count >= limits.records else { return }
        guard let oldest = records.min(by: { $0.value.lastFailureAt < $1.value.lastFailureAt })?.key else { return }
        records[oldest] = nil
    }
}
