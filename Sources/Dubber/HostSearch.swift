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
    let now: @Sendable () -> Date

    private var plan: LookupPlan { LookupPlan(configuration: configuration) }

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
        var rows = OpenRows(wants, crowd: crowd, isExplained: crowd.count <= configuration.explainedRows)
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

    /// Reads on for rows that one request could not reach, until none is left that can be, or nothing may be asked any more.
    ///
    /// - Parameters:
    ///   - joining: gives the rows that came since it was last called.
    ///   - peer: the host.
    func search(_ joining: () -> [SegmentWant], peer: DubberPeer) async {
        var rows = OpenRows([], crowd: SegmentCrowd([], configuration.tolerances), isExplained: false)
        var headsLeft = Self.maximumHeads
        var last: LookupStep?
        var fresh: [SegmentWant] = []
        while !Task.isCancelled {
            let joined = joining()
            rows.wants += joined
            await settleFinal(&rows, among: fresh + joined, peer: peer) { want, _ in searches.leave(want, peer: peer) }
            // A step that has to be taken again has led nowhere.
            guard let move = plan.next(rows.wants, lists: rows.lists), move.step != last else {
                return
            }
            last = move.step
            if case .head = move.step {
                headsLeft -= 1
            } else {
                headsLeft = Self.maximumHeads
            }
            guard headsLeft >= 0,
                (try? await reader.take(move.step, peer: peer, priority: .search, trace: CallTrace())) != nil
            else {
                return
            }
            fresh = await look(at: &rows, after: move.step, peer: peer)
        }
    }

    private enum Reason {
        case unknown(String, SearchForecast?)
        case failed(DubberError)
    }

    /// The request's own calls.
    ///
    /// - Returns: why it stopped.
    private func read(
        _ rows: inout OpenRows,
        peer: DubberPeer,
        trace: CallTrace,
        settle: Settle
    ) async -> Reason {
        var callsLeft = configuration.callsPerLookup
        var headsLeft = Self.maximumHeads
        while callsLeft > 0 {
            guard let move = plan.next(rows.wants, lists: rows.lists) else {
                break
            }
            let isFar = move.callsToNearest > callsLeft
            if isFar, searches.isUnderWay(peer) {
                break
            }
            if case .head = move.step {
                guard headsLeft > 0 else {
                    return .unknown("The list could not be read on.", nil)
                }
                headsLeft -= 1
            }
            callsLeft -= 1
            do {
                let priority: QuotaPriority = isFar ? .search : .availability
                try await reader.take(move.step, peer: peer, priority: priority, trace: trace)
            } catch {
                return .failed(error)
            }
            let fresh = await look(at: &rows, after: move.step, peer: peer)
            await settleFinal(&rows, among: fresh, peer: peer, settle: settle)
            guard !rows.isEmpty else {
                break
            }
        }
        let forecast = rows.isEmpty ? nil : await goOn(rows, peer: peer)
        return .unknown("The request's calls did not reach the call.", forecast)
    }

    /// Has rows searched for beyond the request where its like could not reach them, and says when they are answered.
    private func goOn(_ rows: OpenRows, peer: DubberPeer) async -> SearchForecast {
        let forecast = SearchForecast(
            calls: plan.calls(rows.wants, lists: rows.lists),
            callsPerRequest: configuration.callsPerLookup,
            standing: await ledger.searchStanding(peer.quotaKey),
            pageSeconds: max(reader.pageSeconds, QuotaLane.window / .seconds(max(configuration.requestsPerSecond, 1)))
        )
        searches.goOn(rows.wants.filter { forecast.isSearched($0) }, peer: peer, search: self)
        return forecast
    }

    /// Looks again at what a step may have changed.
    ///
    /// - Returns: the rows that it may have brought an answer to.
    private func look(at rows: inout OpenRows, after step: LookupStep, peer: DubberPeer) async -> [SegmentWant] {
        let lists = await index.lists(of: peer.indexKey, numbers: step.numbers).believed(at: now())
        rows.learn(lists)
        return rows.wants.filter { rows.lists.reaches($0) || step.asks(for: $0) }
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
    private func settleFinal(
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
