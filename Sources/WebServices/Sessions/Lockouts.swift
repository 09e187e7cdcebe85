internal import DequeModule
internal import Foundation

/// Who failed to sign in how often, and is locked out for how long.
///
/// A name is locked out at one address only: locked everywhere, anybody could keep an administrator out, and an address locked for every name would
/// keep everybody out who shares a proxy or an office with one guesser.
struct Lockouts {
    /// Whom failures are held against.
    struct Culprit: Hashable {
        /// Whether or not there is such a user, so that a lockout does not tell.
        let username: String
        let network: ClientNetwork

        init(username: String, address: String) {
            self.username = username
            network = ClientNetwork(address)
        }
    }

    private struct Record {
        var failures = 0
        var lastFailureAt: Date
        /// From the last failure on; 0 for none.
        var lockSeconds: TimeInterval = 0
        /// Of the last failure.
        var number: Int
    }

    private let limits: LockoutLimits
    private var records: [Culprit: Record] = [:]
    /// Failures in the order in which they happened; what is not its record's last one counts for nothing.
    private var failures: Deque<(culprit: Culprit, number: Int)> = []
    private var lastNumber = 0

    init(limits: LockoutLimits) {
        self.limits = limits
    }

    var count: Int { records.count }

    func isLocked(_ culprit: Culprit, now: Date) -> Bool {
        guard let record = records[culprit] else { return false }
        return Self.seconds(since: record, now) < record.lockSeconds
    }

    /// Counts a failure; from the first that is not free, each locks out for twice as long as the one before.
    mutating func fail(_ culprit: Culprit, now: Date) {
        lastNumber += 1
        let before = records[culprit].flatMap { isForgotten($0, now) ? nil : $0.failures } ?? 0
        var record = Record(lastFailureAt: now, number: lastNumber)
        record.failures = before + 1
        let excess = record.failures - limits.failures
        if excess >= 0 {
            record.lockSeconds = min(limits.firstDelaySeconds * exp2(Double(excess)), limits.longestDelaySeconds)
        }
        records[culprit] = record
        failures.append((culprit, lastNumber))
        makeRoom()
    }

    /// Forgets the failures of a name at an address after a success there.
    mutating func succeed(_ culprit: Culprit) {
        records[culprit] = nil
    }

    private func isForgotten(_ record: Record, _ now: Date) -> Bool {
        Self.seconds(since: record, now) >= limits.memorySeconds
    }

    /// A clock that was set back makes no lockout last longer.
    private static func seconds(since record: Record, _ now: Date) -> TimeInterval {
        abs(now.timeIntervalSince(record.lastFailureAt))
    }

    /// Lets go of the record that failed longest ago when there are too many, and of failures that count for nothing.
    private mutating func makeRoom() {
        while let oldest = failures.first {
            let isLast = records[oldest.culprit]?.number == oldest.number
            guard !isLast || records.count > limits.records else { break }
            failures.removeFirst()
            if isLast { records[oldest.culprit] = nil }
        }
        // One culprit's many failures lie behind another's old one.
        guard failures.count > 2 * limits.records else { return }
        failures = Deque(failures.filter { records[$0.culprit]?.number == $0.number })
    }
}
