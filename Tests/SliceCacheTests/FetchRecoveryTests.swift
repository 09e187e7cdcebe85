import Recordings
import SliceCache
import Testing
import Transport

@Suite("How a failed fetch is taken up again")
struct FetchRecoveryTests {
    private typealias Step = FetchRecovery.Step

    private static let brief = FetchPatience(bound: .seconds(8), coversConnections: false)
    private static let long = FetchPatience(bound: .seconds(30), coversConnections: true)

    private func recovery(
        fruitless: Int = 10,
        resumptions: Int = 20,
        patience: FetchPatience = brief,
        afterwards: FetchPatience = long
    ) -> FetchRecovery {
        FetchRecovery(
            maximumFruitlessAttempts: fruitless,
            maximumResumptions: resumptions,
            patience: patience,
            patienceAfterwards: afterwards
        )
    }

    @Test(
        "The first step after a failure",
        arguments: [
            (FetchRecovery.Cause.transport(.brokenOff), FetchRecovery.Step.sameLocation(after: .zero)),
            (.transport(.stalled), .sameLocation(after: .zero)),
            (.transport(.connectFailed), .sameLocation(after: .zero)),
            (.transport(.connectTimedOut), .otherLocation(.failed, orSameAfter: nil)),
            (.transport(.tlsFailed), .otherLocation(.failed, orSameAfter: nil)),
            (.transport(.invalidURL), .otherLocation(.refused, orSameAfter: nil)),
            (.transport(.cancelled), .giveUp(.cancelled)), (.transport(.stopped), .giveUp(.cancelled)),
            (.transport(.overloaded), .giveUp(.overloaded)),
            (.reply(.expired), .otherLocation(.expired, orSameAfter: nil)),
            (.reply(.gone), .otherLocation(.gone, orSameAfter: nil)),
            (.reply(.missing), .otherLocation(.missing, orSameAfter: nil)),
            (.reply(.changed), .otherLocation(.failed, orSameAfter: nil)),
            (.reply(.refused(.status)), .otherLocation(.refused, orSameAfter: nil)),
            (.reply(.refused(.notAudio)), .otherLocation(.refused, orSameAfter: nil)),
            (.reply(.busy(retryAfterSeconds: nil)), .sameLocation(after: .milliseconds(250))),
            (.reply(.busy(retryAfterSeconds: 1)), .sameLocation(after: .seconds(1))),
            (.reply(.busy(retryAfterSeconds: 5)), .otherLocation(.failed, orSameAfter: .seconds(5))),
            (.reply(.busy(retryAfterSeconds: 9)), .otherLocation(.failed, orSameAfter: nil)),
        ]
    )
    func first(cause: FetchRecovery.Cause, step: FetchRecovery.Step) {
        var recovery = recovery()
        #expect(recovery.step(after: cause, elapsed: .seconds(100)) == step)
    }

    @Test("The same address is tried again once, until bytes arrive; in the midst of an answer longer")
    func again() {
        var recovery = recovery()
        let broken = FetchRecovery.Cause.transport(.brokenOff)
        #expect(recovery.step(after: broken, elapsed: .zero) == .sameLocation(after: .zero))
        #expect(recovery.step(after: broken, elapsed: .zero) == .otherLocation(.failed, orSameAfter: nil))
        #expect(recovery.step(after: broken, elapsed: .zero) == .sameLocation(after: .zero))
        recovery.progressed()
        #expect(recovery.step(after: broken, elapsed: .zero) == .sameLocation(after: .zero))
        #expect(
            recovery.step(after: broken, elapsed: .zero) == .otherLocation(.failed, orSameAfter: .milliseconds(250))
        )
        #expect(recovery.step(after: broken, elapsed: .seconds(29)) == .sameLocation(after: .zero))
        #expect(recovery.step(after: broken, elapsed: .seconds(30)) == .otherLocation(.failed, orSameAfter: nil))
    }

    @Test(
        "An address that breaks off again and again is left for another host, if there is one, whatever it brings between"
    )
    func breaks() {
        var recovery = recovery()
        for _ in 0..<2 {
            for _ in 1..<FetchRecovery.maximumBreaks {
                #expect(recovery.step(after: .transport(.brokenOff), elapsed: .zero) == .sameLocation(after: .zero))
                recovery.progressed()
            }
            #expect(
                recovery.step(after: .transport(.brokenOff), elapsed: .zero)
                    == .otherLocation(.failed, orSameAfter: .zero)
            )
            recovery.progressed()
        }
    }

    @Test(
        "A busy store is asked again ever later, the same host once before another, until patience is over; a byte begins it anew"
    )
    func busy() {
        var recovery = recovery(patience: Self.long)
        var elapsed = Duration.zero
        var waits: [Duration] = []
        loop: while true {
            switch recovery.step(after: .reply(.busy(retryAfterSeconds: nil)), elapsed: elapsed) {
            case .sameLocation(let delay), .otherLocation(.failed, orSameAfter: let delay?):
                waits.append(delay)
                elapsed += delay
            case .otherLocation(_, orSameAfter: nil): break loop
            default:
                Issue.record("a busy store is waited for")
                break loop
            }
        }
        #expect(waits.prefix(6).map { $0 / .milliseconds(1) } == [250, 500, 1000, 2000, 4000, 4000])
        #expect(elapsed <= .seconds(30) && elapsed > .seconds(25))
        #expect(recovery.explanation == .storeUnreachable)
        recovery.progressed()
        #expect(
            recovery.step(after: .reply(.busy(retryAfterSeconds: nil)), elapsed: elapsed)
                == .sameLocation(after: .milliseconds(250))
        )
    }

    @Test("Another host's other version is no reason to leave a host that is only busy")
    func busyAndOtherVersion() {
        var recovery = recovery()
        _ = recovery.step(after: .reply(.busy(retryAfterSeconds: 2)), elapsed: .zero)
        #expect(
            recovery.step(after: .reply(.changed), elapsed: .zero)
                == .otherLocation(.failed, orSameAfter: .milliseconds(500))
        )
        #expect(
            recovery.step(after: .reply(.changed), elapsed: .seconds(8)) == .otherLocation(.failed, orSameAfter: nil)
        )
    }

    @Test("Attempts that bring nothing are bounded, and all of them")
    func bounds() {
        var fruitless = recovery(fruitless: 3)
        for _ in 0..<2 { _ = fruitless.step(after: .transport(.brokenOff), elapsed: .zero) }
        #expect(fruitless.step(after: .transport(.brokenOff), elapsed: .zero) == .giveUp(.storeUnreachable))
        var fruitful = recovery(resumptions: 3)
        for _ in 0..<3 {
            #expect(fruitful.step(after: .transport(.brokenOff), elapsed: .zero) == .sameLocation(after: .zero))
            fruitful.progressed()
        }
        #expect(fruitful.step(after: .transport(.brokenOff), elapsed: .zero) == .giveUp(.storeUnreachable))
    }

    @Test(
        "A host's failure says more than another's \"not found\", and one that says when it serves again says most",
        arguments: [
            ([FetchRecovery.Cause.reply(.missing), .reply(.missing)], SliceCacheError.notFound),
            ([.reply(.gone), .reply(.missing)], .notFound),
            ([.reply(.missing), .reply(.refused(.status))], .storeUnreachable),
            ([.reply(.refused(.status)), .reply(.missing)], .storeUnreachable),
            ([.reply(.refused(.notAudio)), .reply(.missing)], .storeRefused),
            ([.reply(.busy(retryAfterSeconds: 60)), .transport(.connectFailed)], .storeBusy(retryAfterSeconds: 60)),
            ([.transport(.connectFailed), .reply(.busy(retryAfterSeconds: 60))], .storeBusy(retryAfterSeconds: 60)),
            (
                [.reply(.busy(retryAfterSeconds: 60)), .reply(.busy(retryAfterSeconds: 20)), .reply(.missing)],
                .storeBusy(retryAfterSeconds: 20)
            ),
            ([.reply(.busy(retryAfterSeconds: nil)), .reply(.missing)], .storeUnreachable),
        ]
    )
    func explanation(causes: [FetchRecovery.Cause], error: SliceCacheError) {
        var recovery = recovery()
        for cause in causes { _ = recovery.step(after: cause, elapsed: .zero) }
        #expect(recovery.explanation == error)
    }
}
