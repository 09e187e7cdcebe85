import Dubber
import Foundation
import Recordings
import TestSupport
import Testing
import Transport

@Suite("Quota")
struct QuotaTests {
    let clock = TestClock()
    let key = QuotaKey(host: "api.dubber.net/uk1", clientID: Secret("client"))

    func ledger(_ configure: (inout DubberConfiguration) -> Void = { _ in }) -> PacedQuotaLedger {
        var configuration = DubberConfiguration()
        configure(&configuration)
        let clock = clock
        return PacedQuotaLedger(configuration: configuration, pace: clock.pace, now: { clock.now })
    }

    @Test("No more requests start in any second than the key may make", arguments: [1, 2, 5])
    func perSecond(limit: Int) async throws {
        let ledger = ledger { $0.requestsPerSecond = limit }
        let sorted = try await withThrowingTaskGroup(of: Duration.self) { group in
            for _ in 0..<20 {
                group.addTask { [clock, key] in
                    try await ledger.takeTurn(key, purpose: .api, priority: .availability)
                    return clock.pace.elapsed()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        #expect(sorted.count == 20)
        for (index, start) in sorted.enumerated() where index >= limit {
            #expect(start - sorted[index - limit] >= .seconds(1))
        }
    }

    @Test("Who comes first goes first, but playback goes before availability")
    func order() throws {
        var lane = QuotaLane(perSecond: 1, requestsPerDay: 10, tokenRequestsPerDay: 10, maximumWaiting: 10)
        let now = TestClock.start
        for (ticket, priority) in [(1, QuotaPriority.availability), (2, .availability), (3, .playback), (4, .playback)]
        {
            try lane.lineUp(QuotaLane.Waiter(ticket: ticket, purpose: .api, priority: priority), now: now)
        }
        #expect(lane.waiters.map(\.ticket) == [3, 4, 1, 2])
        #expect(lane.turn(1, elapsed: .zero, now: now) == .standBy)
        #expect(lane.turn(3, elapsed: .zero, now: now) == .start)
        #expect(lane.turn(4, elapsed: .milliseconds(20), now: now) == .wait(QuotaLane.window - .milliseconds(20)))
        lane.leave(4)
        #expect(lane.turn(1, elapsed: QuotaLane.window, now: now) == .start)
    }

    @Test("Too many that wait are refused")
    func bounded() throws {
        var lane = QuotaLane(perSecond: 1, requestsPerDay: 10, tokenRequestsPerDay: 10, maximumWaiting: 1)
        try lane.lineUp(QuotaLane.Waiter(ticket: 1, purpose: .api, priority: .playback), now: TestClock.start)
        #expect(throws: DubberError.tooManyWaiting) {
            try lane.lineUp(QuotaLane.Waiter(ticket: 2, purpose: .api, priority: .playback), now: TestClock.start)
        }
    }

    @Test(
        "As many wait as have their turn within the patience of a request, and never fewer than are let wait at all",
        arguments: [(1, 256), (2, 256), (10, 540), (20, 1_080), (100, 5_400)]
    )
    func patience(perSecond: Int, most: Int) throws {
        let configuration = DubberConfiguration()
        var lane = QuotaLane(
            perSecond: perSecond,
            requestsPerDay: .max,
            tokenRequestsPerDay: .max,
            maximumWaiting: configuration.maximumWaitingRequests,
            patience: configuration.turnPatience
        )
        for ticket in 1...most {
            try lane.lineUp(QuotaLane.Waiter(ticket: ticket, purpose: .api, priority: .search), now: TestClock.start)
        }
        #expect(throws: DubberError.tooManyWaiting) {
            try lane.lineUp(QuotaLane.Waiter(ticket: 0, purpose: .api, priority: .search), now: TestClock.start)
        }
    }

    @Test("The day's allowance is counted, tokens apart, and begins anew at midnight UTC")
    func perDay() async throws {
        let ledger = ledger {
            $0.requestsPerDay = 2
            $0.tokenRequestsPerDay = 1
        }
        try await ledger.takeTurn(key, purpose: .token, priority: .playback)
        #expect(await ledger.standing(key).remainingToday == 2)
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        #expect(await ledger.standing(key) == (0, 2))
        await #expect(throws: DubberError.self) {
            try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        }
        clock.advance(by: .seconds(86_400))
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        #expect(await ledger.standing(key).remainingToday == 1)
    }

    @Test("Once the provider says that the quota is used up, nothing starts until it resets")
    func exhausted() async throws {
        let ledger = ledger()
        #expect(await ledger.exhaust(key, retryAfterSeconds: 100) == 100)
        await #expect(throws: DubberError.quotaExhausted(retryAfterSeconds: 100)) {
            try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        }
        #expect(await ledger.standing(key).remainingToday == 0)
        clock.advance(by: .seconds(100))
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
    }

    @Test("A request whose connection was closed is made once more, as one more request")
    func staleConnection() async throws {
        let account = FindTests.account(150)
        try await DubberBench.run { bench in
            account.serve(on: bench.peer)
            #expect(await bench.find(FindTests.segment(1))?.foundIDs.count == 1)
            let before = bench.peer.requests.count
            bench.peer.reply { _ in .reset }
            let finding = await bench.find(FindTests.segment(120))
            #expect(finding?.foundIDs.count == 1)
            let calls = try #require(finding?.hosts.first?.calls)
            #expect(calls.map(\.status) == [nil, 200])
            #expect(bench.peer.requests.count - before == 2)
        }
    }

    @Test("A key that is held back waits; another key does not")
    func heldBack() async throws {
        let ledger = ledger()
        await ledger.holdBack(key, by: .seconds(3))
        try await ledger.takeTurn(
            QuotaKey(host: "other", clientID: Secret("client")),
            purpose: .api,
            priority: .playback
        )
        #expect(clock.pace.elapsed() == .zero)
        try await ledger.takeTurn(key, purpose: .api, priority: .playback)
        #expect(clock.pace.elapsed() >= .seconds(3))
    }
}
