import CallCorpus
import Dubber
import Foundation
import Recordings
internal import Sharing
import Synchronization
import Transport

extension AvailabilityBench {
    /// Answers the corpus from an index that holds all of its recordings, a page of 1,000 rows at a time, in order and scattered.
    func measureCorpus(_ table: inout BenchTable) async throws {
        let corpus = CallCorpus(count: Self.corpusRows, seed: corpusSeed)
        var random = SeededGenerator(seed: corpusSeed)
        let inOrder = try await score(corpus, rows: corpus.rows)
        let scattered = try await score(corpus, rows: corpus.rows.shuffled(using: &random))
        print("Corpus of \(Self.corpusRows) rows, seed \(corpusSeed), pages of rows in order of time:")
        show(inOrder)
        add(inOrder, "corpus, rows in order of time", to: &table)
        add(scattered, "corpus, rows picked from anywhere", to: &table)
    }

    private func add(_ score: CorpusScore, _ name: String, to table: inout BenchTable) {
        let precision = String(format: "%.4f (%d wrong)", score.precision, score.total.wrong)
        table.add("\(name): precision", target: "1.000", figure: precision, isReached: score.total.wrong == 0)
        let recall = String(format: "%.4f", score.recall)
        table.add("\(name): recall", target: ">= 0.995", figure: recall, isReached: score.recall >= 0.995)
    }

    /// Says which rows were given another call's recording.
    private func show(_ outcome: SegmentFinding.Outcome, of row: CorpusRow) {
        guard case .found(let matches) = outcome,
            !Set(matches.map(\.recording.recordingID)).isSubset(of: row.truth)
        else {
            return
        }
        print("wrong: \(row.segment), \(row.kind.rawValue)")
        for match in matches {
            let isOwn = row.truth.contains(match.recording.recordingID)
            print("    given by \(match.matchedBy)\(isOwn ? ", its own" : ""): \(match.recording)")
        }
    }

    private func show(_ score: CorpusScore) {
        print("| kind | rows | recorded | right | wrong | ambiguous |")
        print("|---|---|---|---|---|---|")
        for kind in CorpusKind.allCases {
            guard let tally = score.tallies[kind] else {
                continue
            }
            print(
                "| \(kind.rawValue) | \(tally.rows) | \(tally.recorded) | \(tally.right) | \(tally.wrong) | \(tally.ambiguous) |"
            )
        }
    }

    private func score(_ corpus: CallCorpus, rows: [CorpusRow]) async throws -> CorpusScore {
        let client = try HTTPClient(
            configuration: HTTPClientConfiguration(egress: EgressRules()),
            logger: BenchSite.logger
        )
        let index = StoredRecordingIndex.inMemory()
        let entry = BenchAccount(count: 1, end: CallCorpus.end).entry(port: 1, guid: "corpus")
        let dubber = DubberProvider(
            configuration: DubberConfiguration(),
            client: client,
            egress: EgressRules(allowPlainHTTP: true, allowPrivateAddresses: true),
            logger: BenchSite.logger,
            now: { CallCorpus.end },
            index: index
        )
        let page = RecordingPage(recordings: corpus.recordings, itemCount: corpus.recordings.count)
        let observation = ListReading.begin(page, askedAt: CallCorpus.end, pageSize: page.itemCount + 1)
        let key = IndexKey(
            entry: entry.callRecIntGUID,
            revision: entry.revision,
            host: "http://127.0.0.1:1/uk1/v1/\(BenchAccount.slug)"
        )
        let learned = LearnedPage(page.recordings, observation: observation, seenAt: CallCorpus.end)
        await index.take(.learned(learned), key: key)
        let score = Mutex(CorpusScore())
        for start in stride(from: 0, to: rows.count, by: Self.pageRows) {
            let part = Array(rows[start..<min(start + Self.pageRows, rows.count)])
            await dubber.find(part.map(\.segment), entry: entry, probe: .cached) { index, finding in
                score.withLock { $0.add(part[index], outcome: finding.outcome) }
                show(finding.outcome, of: part[index])
            }
        }
        await client.shutdown()
        return score.withLock { $0 }
    }
}
