import Recordings
import SliceCache
import Testing
import Transport

@Suite("How a failed fetch is taken up again")
struct FetchRecoveryTests {
    private func recovery(fruitless: Int = 10, resumptions: Int = 20) -> FetchRecovery {
        FetchRecovery(maximumFruitlessAttempts: fruitless, maximumResumptions: resumptions)
    }

    @Test(
        "The first step after a failure",
        arguments: [
            (FetchRecovery.Cause.transport(.brokenOff), FetchRecovery.Step.sameLocation),
            (.transport(.stalled), .sameLocation), (.transport(.connectFailed), .sameLocation),
            (.transport(.connectTimedOut), .otherLocation(.failed)), (.transport(.tlsFailed), .otherLocation(.failed)),
            (.transport(.cancelled), .giveUp(.cancelled)), (.transport(.stopped), .giveUp(.cancelled)),
            (.transport(.overloaded), .giveUp(.overloaded)), (.reply(.expired), .otherLocation(.expired)),
            (.reply(.missing), .otherLocation(.missing)), (.reply(.refused(.status)), .otherLocation(.failed)),
            (.reply(.refused(.notAudio)), .otherLocation(.failed)),
        ]
    )
    func first(cause: FetchRecovery.Cause, step: FetchRecovery.Step) {
        var recovery = recovery()
        #expect(recovery.step(after: cause) == step)
    }

    @Test("The same address is tried again once, until bytes arrive")
    func again() {
        var recovery = recovery()
        #expect(recovery.step(after: .transport(.brokenOff)) == .sameLocation)
        #expect(recovery.step(after: .transport(.brokenOff)) == .otherLocation(.failed))
        #expect(recovery.step(after: .transport(.brokenOff)) == .sameLocation)
        recovery.progressed()
        #expect(recovery.step(after: .transport(.brokenOff)) == .sameLocation)
    }

    @Test(
        "An address that breaks off again and again is left for another host, if there is one, whatever it brings between"
    )
    func breaks() {
        var recovery = recovery()
        for _ in 0..<2 {
            for _ in 1..<FetchRecovery.maximumBreaks {
                #expect(recovery.step(after: .transport(.brokenOff)) == .sameLocation)
                recovery.progressed()
            }
            #expect(recovery.step(after: .transport(.brokenOff)) == .otherLocationIfAny)
            recovery.progressed()
        }
    }

    @Test("Attempts that bring nothing are bounded, and all of them")
    func bounds() {
        var fruitless = recovery(fruitless: 3)
        for _ in 0..<2 { _ = fruitless.step(after: .transport(.brokenOff)) }
        #expect(fruitless.step(after: .transport(.brokenOff)) == .giveUp(.storeUnreachable))
        var fruitful = recovery(resumptions: 3)
        for _ in 0..<3 {
            #expect(fruitful.step(after: .transport(.brokenOff)) == .sameLocation)
            fruitful.progressed()
        }
        #expect(fruitful.step(after: .transport(.brokenOff)) == .giveUp(.storeUnreachable))
    }

    @Test(
        "A host's failure says more than another's \"not found\"",
        arguments: [
            ([FetchRecovery.Cause.reply(.missing), .reply(.missing)], SliceCacheError.notFound),
            ([.reply(.missing), .reply(.refused(.status))], .storeUnreachable),
            ([.reply(.refused(.status)), .reply(.missing)], .storeUnreachable),
            ([.reply(.refused(.notAudio)), .reply(.missing)], .storeRefused),
        ]
    )
    func explanation(causes: [FetchRecovery.Cause], error: SliceCacheError) {
        var recovery = recovery()
        for cause in causes { _ = recovery.step(after: cause) }
        #expect(recovery.explanation == error)
    }
}
