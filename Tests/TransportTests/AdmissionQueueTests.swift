import Testing
import Transport

struct AdmissionQueueTests {
    @Test func `transfers start until the total is reached, then wait, then are refused`() {
        var queue = AdmissionQueue<Int>(maximumRunning: 2, maximumRunningPerHost: 9, maximumWaiting: 2)
        let decisions = (1...5).map { queue.arrive($0, host: "\($0)") }
        #expect(decisions == [.start, .start, .wait, .wait, .refuse])
        #expect(queue.runningCount == 2)
        #expect(queue.waitingCount == 2)
    }

    @Test func `those that waited start in order`() {
        var queue = AdmissionQueue<Int>(maximumRunning: 1, maximumRunningPerHost: 9, maximumWaiting: 9)
        _ = (1...3).map { queue.arrive($0, host: "a") }
        #expect(queue.leave(1) == [2])
        #expect(queue.leave(2) == [3])
        #expect(queue.leave(3) == [])
        #expect(queue.runningCount == 0)
    }

    @Test func `a host at its limit does not hold up another`() {
        var queue = AdmissionQueue<Int>(maximumRunning: 3, maximumRunningPerHost: 1, maximumWaiting: 9)
        #expect(queue.arrive(1, host: "a") == .start)
        #expect(queue.arrive(2, host: "a") == .wait)
        #expect(queue.arrive(3, host: "b") == .start)
        #expect(queue.leave(3) == [])
        #expect(queue.leave(1) == [2])
    }

    @Test func `who gives up waiting makes room in the waiting room only`() {
        var queue = AdmissionQueue<Int>(maximumRunning: 1, maximumRunningPerHost: 1, maximumWaiting: 1)
        #expect(queue.arrive(1, host: "a") == .start)
        #expect(queue.arrive(2, host: "a") == .wait)
        #expect(queue.leave(2) == [])
        #expect(queue.arrive(3, host: "a") == .wait)
        #expect(queue.leave(1) == [3])
    }

    @Test func `one who is not there leaves nothing behind`() {
        var queue = AdmissionQueue<Int>(maximumRunning: 1, maximumRunningPerHost: 1, maximumWaiting: 1)
        #expect(queue.leave(7) == [])
        #expect(queue.arrive(1, host: "a") == .start)
    }
}
