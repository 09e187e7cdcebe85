import DubberSimulator
import Foundation
import Testing

@Suite("Key quotas")
struct KeyQuotaTests {
    private let rules = QuotaRules(requestsPerSecond: 2, requestsPerDay: 5, tokenRequestsPerDay: 2)
    private let midnight = Date(timeIntervalSince1970: 1_543_795_200)

    @Test("Two requests a second are granted, the third is over (A)")
    func perSecond() {
        var quota = KeyQuota()
        let verdicts = [0, 0.4, 0.9, 1.0].map {
            quota.takeRequest(now: midnight.addingTimeInterval($0), rules: rules)
        }
        #expect(verdicts == [.granted, .granted, .overPerSecond, .granted])
        #expect(quota.requestsToday == 3)
    }

    @Test("The day's requests run out and come back the next day (A)")
    func perDay() {
        var quota = KeyQuota()
        for second in 0..<5 {
            #expect(quota.takeRequest(now: midnight.addingTimeInterval(Double(second)), rules: rules) == .granted)
        }
        #expect(quota.takeRequest(now: midnight.addingTimeInterval(100), rules: rules) == .overPerDay)
        #expect(quota.takeRequest(now: midnight.addingTimeInterval(86_400), rules: rules) == .granted)
    }

    @Test("Token requests have a day's allowance of their own (A)")
    func tokens() {
        var quota = KeyQuota()
        let verdicts = (0..<3).map { _ in quota.takeTokenRequest(now: midnight, rules: rules) }
        #expect(verdicts == [.granted, .granted, .overPerDay])
        #expect(quota.requestsToday == 0)
    }

    @Test("Without enforcement everything is counted and nothing refused")
    func unlimited() {
        var quota = KeyQuota()
        for _ in 0..<20 { #expect(quota.takeRequest(now: midnight, rules: .unlimited) == .granted) }
        #expect(quota.requestsToday == 20)
    }
}
