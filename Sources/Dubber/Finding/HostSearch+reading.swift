internal import Foundation
internal import Recordings

/// How lists are read for rows: within a request, and after it.
extension HostSearch {
    /// The request's own calls.
    ///
    /// - Returns: why it stopped.
    func read(
        _ rows: inout OpenRows,
        peer: DubberPeer,
        trace: CallTrace,
        settle: Settle
    ) async -> Reason {
        var callsLeft = configuration.callsPerLookup
        var headsLeft = Self.maximumHeads
        while callsLeft > 0 {
            guard let move = plan(for: peer).next(rows.wants, lists: rows.lists) else {
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
            calls: plan(for: peer).calls(rows.wants, lists: rows.lists),
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
            guard let move = plan(for: peer).next(rows.wants, lists: rows.lists), move.step != last else {
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
}
