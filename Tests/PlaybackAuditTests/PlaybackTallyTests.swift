import PlaybackAudit
import Testing

@Suite struct PlaybackTallyTests {
    private func tally(_ answers: [Range<Int64>]) -> PlaybackTally {
        var tally = PlaybackTally()
        for range in answers {
            tally.begin(range)
            tally.sent(range)
        }
        return tally
    }

    @Test("Reading on, and asking for the same again, are no seeks")
    func noSeeks() {
        #expect(tally([0..<2, 0..<100, 100..<200]).seeks == 0)
    }

    @Test("Going elsewhere, forwards or backwards, is a seek")
    func seeks() {
        #expect(tally([0..<100, 500..<600, 600..<700, 50..<60]).seeks == 2)
    }

    @Test("An answer that broke off ends where its bytes ended")
    func brokenOff() {
        var tally = PlaybackTally()
        tally.begin(0..<1_000)
        tally.sent(0..<300)
        tally.begin(300..<1_000)
        #expect(tally.seeks == 0)
        #expect(tally.outcome(sizeBytes: 1_000) == "part")
    }

    @Test("The outcome tells how much of the recording was sent, or that the service broke off")
    func outcome() {
        var tally = PlaybackTally()
        tally.begin(0..<0)
        #expect(tally.outcome(sizeBytes: 10) == "none")
        tally.begin(0..<10)
        tally.sent(0..<10)
        #expect(tally.outcome(sizeBytes: 10) == "whole")
        #expect(tally.outcome(sizeBytes: 11) == "part")
        tally.broke("audioStoreUnreachable")
        #expect(tally.outcome(sizeBytes: 10) == "broken")
        #expect(tally.failure == "audioStoreUnreachable")
    }
}
