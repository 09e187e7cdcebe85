import Foundation
import Testing
import Transport

struct HostHealthTests {
    let start = Date(timeIntervalSince1970: 1_000_000)

    /// A host that has just failed three times.
    func downHost() -> HostHealth {
        var health = HostHealth(failureThreshold: 3, coolDown: .seconds(30))
        for _ in 0..<3 {
            health.failed(now: start)
        }
        return health
    }

    @Test func `fewer failures than the threshold leave a host up`() {
        var health = HostHealth(failureThreshold: 3, coolDown: .seconds(30))
        health.failed(now: start)
        health.failed(now: start)
        #expect(health.answers(at: [0], from: start) == [true])
        #expect(health.standing == "up")
    }

    @Test func `a success between failures starts the count anew`() {
        var health = HostHealth(failureThreshold: 2, coolDown: .seconds(30))
        for _ in 0..<5 {
            health.failed(now: start)
            health.succeeded()
        }
        #expect(health.standing == "up")
    }

    @Test func `a host is down until its cool-down ends, then one trial is made`() {
        var health = downHost()
        #expect(health.standing == "down")
        #expect(health.answers(at: [0, 29.9, 30, 30], from: start) == [false, false, true, false])
        #expect(health.standing == "trial")
    }

    @Test func `a trial that succeeds brings the host back`() {
        var health = downHost()
        #expect(health.answers(at: [30], from: start) == [true])
        health.succeeded()
        #expect(health.standing == "up")
        #expect(health.answers(at: [30], from: start) == [true])
    }

    @Test func `a trial that fails takes the host out again at once`() {
        var health = downHost()
        #expect(health.answers(at: [30], from: start) == [true])
        health.failed(now: start + 31)
        #expect(health.standing == "down")
        #expect(health.answers(at: [60.9, 61], from: start) == [false, true])
    }

    @Test func `chance lengthens a cool-down by at most a quarter`() {
        var health = HostHealth(failureThreshold: 1, coolDown: .seconds(40))
        health.failed(now: start, jitter: 1)
        #expect(health.answers(at: [40, 49.9, 50], from: start) == [false, false, true])
        health.failed(now: start + 50, jitter: 0.5)
        #expect(health.answers(at: [94.9, 95], from: start) == [false, true])
    }

    @Test func `a trial that never reports does not keep the host out for ever`() {
        var health = downHost()
        #expect(health.answers(at: [30, 59, 60], from: start) == [true, false, true])
    }

    @Test func `a board keeps hosts apart`() {
        let board = HostHealthBoard(failureThreshold: 1, coolDown: .seconds(30))
        board.failed("a", now: start)
        #expect(!board.mayAsk("a", now: start))
        #expect(board.mayAsk("b", now: start))
        #expect(board.standing(of: "a") == "down")
        #expect(board.standing(of: "b") == "up")
        #expect(board.mayAsk("a", now: start + 30))
        #expect(board.standing(of: "a") == "trial")
        board.succeeded("a")
        #expect(board.standing(of: "a") == "up")
    }

    @Test func `a board forgets the host that failed longest ago`() {
        let board = HostHealthBoard(failureThreshold: 1, coolDown: .seconds(30), maximumHosts: 2)
        board.failed("a", now: start)
        board.failed("b", now: start + 1)
        board.failed("c", now: start + 2)
        #expect(["a", "b", "c"].map { board.standing(of: $0) } == ["up", "down", "down"])
    }
}

extension HostHealth {
    /// Whether the host may be asked, asked so many seconds after the start, one after the other.
    fileprivate mutating func answers(at seconds: [TimeInterval], from start: Date) -> [Bool] {
        seconds.map { mayAsk(now: start + $0) }
    }
}
