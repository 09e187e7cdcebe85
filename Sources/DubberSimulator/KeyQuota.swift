package import Foundation

/// What one key has asked of one region, in the running second and day.
///
/// The gateway's windows are not documented; here they are the clock's seconds and UTC days (D).
package struct KeyQuota: Hashable, Sendable {
    package enum Verdict: Hashable, Sendable {
        case granted
        case overPerSecond
        case overPerDay
    }

    private static let secondsPerDay = 86_400

    private var second = Int.min
    private var day = Int.min
    package private(set) var requestsThisSecond = 0
    package private(set) var requestsToday = 0
    package private(set) var tokenRequestsToday = 0

    package init() {}

    /// Counts an API call; a refused one is not counted.
    package mutating func takeRequest(now: Date, rules: QuotaRules) -> Verdict {
        turn(to: now)
        if rules.isEnforced {
            if requestsToday >= rules.requestsPerDay { return .overPerDay }
            if requestsThisSecond >= rules.requestsPerSecond { return .overPerSecond }
        }
        requestsThisSecond += 1
        requestsToday += 1
        return .granted
    }

    /// Counts a token request; a refused one is not counted.
    package mutating func takeTokenRequest(now: Date, rules: QuotaRules) -> Verdict {
        turn(to: now)
        if rules.isEnforced, tokenRequestsToday >= rules.tokenRequestsPerDay { return .overPerDay }
        tokenRequestsToday += 1
        return .granted
    }

    private mutating func turn(to now: Date) {
        let unixSecond = Int(now.timeIntervalSince1970.rounded(.down))
        if second != unixSecond {
            second = unixSecond
            requestsThisSecond = 0
        }
        let unixDay = unixSecond / Self.secondsPerDay
        if day != unixDay {
            day = unixDay
            requestsToday = 0
            tokenRequestsToday = 0
        }
    }
}
