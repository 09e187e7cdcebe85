import CallCorpus
import Dubber
import Foundation
import Logging
import Recordings
import Sharing
import Synchronization
import Testing
import Transport

@Suite("Matching a corpus of calls with known truth")
struct CallCorpusTests {
    static let size = 4_000

    /// Answers a corpus from an index that holds all of its recordings, a page of rows at a time.
    func score(_ corpus: CallCorpus, pages: [[CorpusRow]]) async throws -> CorpusScore {
        let egress = EgressRules()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let client = try HTTPClient(configuration: HTTPClientConfiguration(egress: egress), logger: logger)
        let index = StoredRecordingIndex.inMemory()
        let entry = IntegrationEntry(
            callRecIntGUID: CallRecIntGUID("corpus"),
            callRecIntType: .dubber,
            scope: .applicationWide,
            description: "",
            settings: APICommunicationSettings(
                ipAddrOrHost1: "provider.example/uk1/accounts/acme",
                ipAddrOrHost2: "",
                authUserID1: Secret("a"),
                authUserID2: Secret("b"),
                apiParameter1: Secret("c"),
                apiParameter2: Secret("d")
            ),
            revision: 1
        )
        let page = RecordingPage(recordings: corpus.recordings, itemCount: corpus.recordings.count)
        let key = IndexKey(entry: entry.callRecIntGUID, revision: 1, host: "https://provider.example/uk1/v1/acme")
        let observation = ListReading.begin(page, askedAt: CallCorpus.end, pageSize: page.itemCount + 1)
        let learned = LearnedPage(page.recordings, observation: observation, seenAt: CallCorpus.end)
        await index.take(.learned(learned), key: key)
        let dubber = DubberProvider(
            configuration: DubberConfiguration(),
            client: client,
            egress: egress,
            logger: logger,
            now: { CallCorpus.end },
            index: index
        )
        let score = Mutex(CorpusScore())
        for rows in pages {
            await dubber.find(rows.map(\.segment), entry: entry, probe: .cached) { index, finding in
                score.withLock { $0.add(rows[index], outcome: finding.outcome) }
            }
        }
        await client.shutdown()
        return score.withLock { $0 }
    }

    func pages(_ rows: [CorpusRow], of size: Int = 500) -> [[CorpusRow]] {
        stride(from: 0, to: rows.count, by: size).map { Array(rows[$0..<min($0 + size, rows.count)]) }
    }

    @Test("Rows in order of time: no wrong recording, nearly every right one", arguments: [1, 2, 3] as [UInt64])
    func inOrder(seed: UInt64) async throws {
        let corpus = CallCorpus(count: Self.size, seed: seed)
        let score = try await score(corpus, pages: pages(corpus.rows))
        #expect(score.total.wrong == 0, "seed \(seed): \(score.tallies)")
        #expect(score.recall >= 0.995, "seed \(seed): \(score.tallies)")
    }

    @Test("Rows picked from anywhere, so that rivals are seldom on one page", arguments: [4, 5] as [UInt64])
    func scattered(seed: UInt64) async throws {
        let corpus = CallCorpus(count: Self.size, seed: seed)
        var random = SeededGenerator(seed: seed)
        let score = try await score(corpus, pages: pages(corpus.rows.shuffled(using: &random)))
        #expect(score.total.wrong == 0, "seed \(seed): \(score.tallies)")
        #expect(score.recall >= 0.995, "seed \(seed): \(score.tallies)")
    }
}
