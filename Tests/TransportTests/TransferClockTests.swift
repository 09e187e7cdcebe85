import Testing
import Transport

struct TransferClockTests {
    let start = ContinuousClock.Instant.now
    let limits = TransferLimits(connect: .seconds(5), firstByte: .seconds(15), stall: .seconds(20))

    func clock(_ limits: TransferLimits? = nil, deadline: Duration? = nil) -> TransferClock {
        TransferClock(
            limits: limits ?? self.limits,
            maximumWait: .seconds(10),
            deadline: deadline.map { start + $0 },
            now: start
        )
    }

    @Test(arguments: [
        (TransferClock.Stage.waiting, 10, TransportError.overloaded), (.connecting, 5, .connectTimedOut),
        (.awaitingHead, 15, .firstByteTimedOut), (.receiving, 20, .stalled),
    ])
    func `each stage has its limit, counted from its beginning`(
        stage: TransferClock.Stage,
        seconds: Int,
        error: TransportError
    ) {
        var clock = clock()
        let beginning = start + .seconds(100)
        clock.enter(stage, now: beginning)
        #expect(clock.limit?.at == beginning + .seconds(seconds))
        #expect(clock.overdue(now: beginning + .seconds(seconds) - .nanoseconds(1)) == nil)
        #expect(clock.overdue(now: beginning + .seconds(seconds)) == error)
    }

    @Test func `bytes move the stall limit`() {
        var clock = clock()
        clock.enter(.receiving, now: start)
        clock.progressed(now: start + .seconds(19))
        #expect(clock.overdue(now: start + .seconds(38)) == nil)
        #expect(clock.overdue(now: start + .seconds(39)) == .stalled)
    }

    @Test func `a pause of ours has no limit, and what follows begins anew`() {
        var clock = clock()
        clock.enter(.receiving, now: start)
        clock.enter(.paused, now: start + .seconds(1))
        #expect(clock.limit == nil)
        #expect(clock.overdue(now: start + .seconds(600)) == nil)
        clock.enter(.receiving, now: start + .seconds(600))
        #expect(clock.overdue(now: start + .seconds(619)) == nil)
        #expect(clock.overdue(now: start + .seconds(620)) == .stalled)
    }

    @Test(arguments: [TransferClock.Stage.waiting, .connecting, .awaitingHead, .receiving, .paused])
    func `the total limit ends every stage`(stage: TransferClock.Stage) {
        var clock = clock(deadline: .seconds(3))
        clock.enter(stage, now: start + .seconds(1))
        #expect(clock.overdue(now: start + .seconds(2)) == nil)
        #expect(clock.overdue(now: start + .seconds(3)) == .totalTimedOut)
    }

    @Test func `the earlier of both limits counts`() {
        var clock = clock(deadline: .seconds(30))
        clock.enter(.connecting, now: start)
        #expect(clock.overdue(now: start + .seconds(5)) == .connectTimedOut)
    }
}
