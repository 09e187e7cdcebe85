import Dubber
import Foundation
import Recordings
import Testing

@Suite("The recording index in memory")
struct MemoryRecordingIndexTests {
    let span = Date.distantPast..<Date.distantFuture

    func key(_ entry: String, revision: Int64 = 1) -> IndexKey {
        IndexKey(entry: CallRecIntGUID(entry), revision: revision, host: "h")
    }

    func learn(_ index: MemoryRecordingIndex, _ key: IndexKey, ages: Range<Int>) async throws {
        let recordings = try ages.map { try Samples.recording("\($0)", start: Samples.start - Double($0)) }
        let page = RecordingPage(recordings: recordings, itemCount: recordings.count)
        let observation = ListReading.begin(page, askedAt: TestClock.start, pageSize: recordings.count)
        await index.learn(recordings, observation: observation, key: key, view: .account, seenAt: TestClock.start)
    }

    @Test("The account used longest ago goes first when too many recordings are kept")
    func evicts() async throws {
        let index = MemoryRecordingIndex(maximumRecordings: 25)
        try await learn(index, key("a"), ages: 0..<10)
        try await learn(index, key("b"), ages: 0..<10)
        _ = await index.recordings(of: key("a"), startingIn: span)
        try await learn(index, key("c"), ages: 0..<10)
        #expect(await index.count == 20)
        #expect(await index.recordings(of: key("b"), startingIn: span).isEmpty)
        #expect(await index.coverage(of: key("b"), view: .account) == Coverage())
        #expect(await index.recordings(of: key("a"), startingIn: span).count == 10)
    }

    @Test("An account with too many recordings loses its oldest, and the claim to know them")
    func trims() async throws {
        let index = MemoryRecordingIndex(maximumRecordings: 100, maximumRecordingsPerAccount: 5)
        try await learn(index, key("a"), ages: 0..<10)
        #expect(
            await index.recordings(of: key("a"), startingIn: span).map(\.recordingID.rawValue) == [
                "4", "3", "2", "1", "0",
            ]
        )
        let coverage = await index.coverage(of: key("a"), view: .account)
        #expect(coverage.observation(reaching: Samples.start - 4, since: .distantPast) != nil)
        #expect(coverage.observation(reaching: Samples.start - 5, since: .distantPast) == nil)
        #expect(coverage.extendable(since: .distantPast) == nil)
    }

    @Test("A new revision of an entry knows nothing of the old, which goes")
    func revisions() async throws {
        let index = MemoryRecordingIndex()
        try await learn(index, key("a"), ages: 0..<3)
        try await learn(index, key("a", revision: 2), ages: 0..<1)
        #expect(await index.recordings(of: key("a"), startingIn: span).isEmpty)
        #expect(await index.count == 1)
    }

    @Test("Forgetting an entry forgets all of it and nothing else")
    func forget() async throws {
        let index = MemoryRecordingIndex()
        try await learn(index, key("a"), ages: 0..<3)
        try await learn(index, key("b"), ages: 0..<3)
        await index.forget(CallRecIntGUID("a"))
        #expect(await index.count == 3)
    }
}
