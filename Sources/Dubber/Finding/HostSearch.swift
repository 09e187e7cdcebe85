internal import Foundation
internal import Recordings

/// What one host has to say about one segment.
enum HostAnswer: Sendable {
    case matched(SegmentMatch)
    case notFound(SegmentMatch)
    /// Nothing was decided; why, in a sentence.
    case unknown(SegmentMatch, detail: String, retryAfterSeconds: Int)
    case failed(DubberError, SegmentMatch, retryAfterSeconds: Int = 0)
}

/// Looks for segments on one host, answering each as soon as what is known of the host's lists suffices.
struct HostSearch: Sendable {
    typealias Settle = (SegmentWant, HostAnswer) async -> Void

    /// Newest pages that one request reads of one host: a second one when the first did not lead on.
    static let maximumHeads = 2

    let configuration: DubberConfiguration
    let reader: ListReader
    let index: any RecordingIndex
    let notices: HookNotices
    let ledger: any QuotaLedger
    let searches: ListSearches
    /// Requests with more rows are answered without the recordings that were weighed.
    let maximumExplained: Int
    let now: @Sendable () -> Date

    /// By what the host's pages have shown so far.
    func plan(for peer: DubberPeer) -> LookupPlan {
        LookupPlan(configuration: configuration, sizing: reader.sizing(of: peer))
    }

    /// The segments that the index says the host has, without a call.
    ///
    /// - Returns: by the segment's index; those that the host's own lists leave open, or do not have, are missing.
    func found(_ wants: [SegmentWant], peer: DubberPeer) async -> [Int: SegmentMatch] {
        let crowd = SegmentCrowd(wants, configuration.tolerances)
        let view = await view(of: wants, in: OpenRows(wants, crowd: crowd, isExplained: false), peer: peer)
        let matches = wants.filter(view.mayAnswer).map { ($0, view.match($0, now: now())) }
        let final = matches.filter { want, match in !match.isNone && view.isFinal(match, for: want) }
        return Dictionary(uniqueKeysWithValues: final.map { ($0.index, $1) })
    }

    /// Answers every segment.
    ///
    /// - Parameters:
    ///   - wants: the segments.
    ///   - peer: the host.
    ///   - probe: `cached` makes no call.
    ///   - trace: takes the calls made.
    ///   - settle: called once for each segment, in no particular order.
    func answer(
        _ wants: [SegmentWant],
        peer: DubberPeer,
        probe: Probe,
        trace: CallTrace,
        settle: Settle
    ) async {
        let wants = notices.applied(to: wants, peer: peer, configuration: configuration, now: now())
        let crowd = SegmentCrowd(wants, configuration.tolerances)
        var rows = OpenRows(wants, crowd: crowd, isExplained: crowd.count <= maximumExplained)
        await settleFinal(&rows, among: wants, peer: peer, settle: settle)
        guard !rows.isEmpty else {
            return
        }
        guard probe == .live else {
            let why = Reason.unknown("What is known does not reach the call.", nil)
            return await giveUp(rows, peer: peer, why: why, settle: settle)
        }
        let why = await read(&rows, peer: peer, trace: trace, settle: settle)
        if !rows.isEmpty {
            await giveUp(rows, peer: peer, why: why, settle: settle)
        }
    }

    /// Why rows are left open.
    enum Reason {
        case unknown(String, SearchForecast?)
        case failed(DubberError)
    }

    private func view(of wants: [SegmentWant], in rows: OpenRows, peer: DubberPeer) async -> IndexView {
        let question = IndexQuestion(
            wants,
            numbers: Set(wants.flatMap(\.numbers)),
            isExplained: rows.isExplained,
            tolerances: configuration.tolerances
        )
        var sight = await index.sight(of: peer.indexKey, question)
        sight.lists = sight.lists.believed(at: now())
        return IndexView(
            sight,
            crowd: rows.crowd,
            configuration: configuration,
            isExplained: rows.isExplained,
            toldBefore: rows.told
        )
    }

    /// Answers those of some segments that can be answered.
    func settleFinal(
        _ rows: inout OpenRows,
        among wants: [SegmentWant],
        peer: DubberPeer,
        settle: Settle
    ) async {
        guard !wants.isEmpty else {
            return
        }
        let view = await view(of: wants, in: rows, peer: peer)
        rows.told = view.told
        rows.learn(view.lists)
        var settled: Set<Int> = []
        for want in wants where view.mayAnswer(want) {
            let match = view.match(want, now: now())
            if view.isFinal(match, for: want) {
                settled.insert(want.index)
                await settle(want, answer(match, for: want, view: view))
            }
        }
        rows.wants.removeAll { settled.contains($0.index) }
    }

    /// What a match that can be relied on comes to: none is certain where a record could not be read.
    private func answer(_ match: SegmentMatch, for want: SegmentWant, view: IndexView) -> HostAnswer {
        guard match.isNone else {
            return .matched(match)
        }
        return view.isDoubtful(want) ? .failed(.recordUnreadable, match) : .notFound(match)
    }

    /// Answers what is left.
    ///
    /// Where nothing may be asked any more, what the lists said when last read is good as well, with its age.
    private func giveUp(_ rows: OpenRows, peer: DubberPeer, why: Reason, settle: Settle) async {
        let view = await view(of: rows.wants, in: rows, peer: peer)
        let waitSeconds = await ledger.waitSeconds(peer.quotaKey)
        for want in rows.wants {
            let match = view.match(want, now: now())
            let isLikelyMissing = view.isLikelyMissing(match, for: want)
            switch why {
            case _ where match.isCertain:
                await settle(want, .matched(match))
            case .unknown where isLikelyMissing:
                await settle(want, answer(match, for: want, view: view))
            case .unknown(let detail, let forecast):
                let (reason, seconds) = forecast?.retry(want) ?? (nil, 0)
                await settle(
                    want,
                    .unknown(match, detail: reason ?? detail, retryAfterSeconds: seconds + waitSeconds)
                )
            case .failed(let error) where error.isDayUsedUp && isLikelyMissing:
                await settle(want, answer(match, for: want, view: view))
            case .failed(let error):
                await settle(want, .failed(error, match, retryAfterSeconds: waitSeconds))
            }
        }
    }
}
