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
    /// Newest pages that one request reads of one host: a second one when the first did not lead on.
    static let maximumHeads = 2

    let configuration: DubberConfiguration
    let reader: ListReader
    let index: any RecordingIndex
    let notices: HookNotices
    let ledger: any QuotaLedger
    let now: @Sendable () -> Date

    /// The segments that the index says the host has, without a call.
    ///
    /// - Returns: by the segment's index; those that the host's own lists leave open, or do not have, are missing.
    func found(_ wants: [SegmentWant], peer: DubberPeer) async -> [Int: SegmentMatch] {
        let view = await view(of: wants, crowd: SegmentCrowd(wants, configuration.tolerances), peer: peer)
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
        settle: (SegmentWant, HostAnswer) async -> Void
    ) async {
        let plan = LookupPlan(configuration: configuration)
        let crowd = SegmentCrowd(wants, configuration.tolerances)
        var pending = notices.applied(to: wants, peer: peer, configuration: configuration, now: now())
        var callsLeft = configuration.callsPerLookup
        var headsLeft = Self.maximumHeads
        while true {
            let view = await view(of: pending, crowd: crowd, peer: peer)
            pending = await settleFinal(pending, view: view, settle: settle)
            guard !pending.isEmpty else {
                return
            }
            guard probe == .live else {
                return await giveUp(
                    pending,
                    view: view,
                    peer: peer,
                    why: .unknown("What is known does not reach the call."),
                    settle: settle
                )
            }
            guard callsLeft > 0, let step = plan.next(pending, view: view) else {
                return await giveUp(
                    pending,
                    view: view,
                    peer: peer,
                    why: .unknown("The request's calls did not reach the call."),
                    settle: settle
                )
            }
            if case .head = step {
                guard headsLeft > 0 else {
                    return await giveUp(
                        pending,
                        view: view,
                        peer: peer,
                        why: .unknown("The list could not be read on."),
                        settle: settle
                    )
                }
                headsLeft -= 1
            }
            callsLeft -= 1
            do {
                try await reader.take(step, peer: peer, trace: trace)
            } catch {
                return await giveUp(pending, view: view, peer: peer, why: .failed(error), settle: settle)
            }
        }
    }

    private enum Reason {
        case unknown(String)
        case failed(DubberError)
    }

    private func view(of wants: [SegmentWant], crowd: SegmentCrowd, peer: DubberPeer) async -> IndexView {
        let around = TimeInterval(configuration.tolerances.identityWindowSeconds)
        let starts = wants.map(\.segment.startTime)
        let first = starts.min() ?? .distantPast
        let sight = await index.sight(
            of: peer.indexKey,
            numbers: Set(wants.flatMap(\.numbers)),
            startingIn: first.addingTimeInterval(-around)..<(starts.max() ?? first).addingTimeInterval(around)
        )
        return IndexView(sight.believed(at: now()), crowd: crowd, configuration: configuration)
    }

    /// - Returns: the segments that are still open.
    private func settleFinal(
        _ wants: [SegmentWant],
        view: IndexView,
        settle: (SegmentWant, HostAnswer) async -> Void
    ) async -> [SegmentWant] {
        var open: [SegmentWant] = []
        for want in wants {
            guard view.mayAnswer(want) else {
                open.append(want)
                continue
            }
            let match = view.match(want, now: now())
            if view.isFinal(match, for: want) {
                await settle(want, match.isNone ? .notFound(match) : .matched(match))
            } else {
                open.append(want)
            }
        }
        return open
    }

    /// Answers what is left.
    ///
    /// A recording that an exact id names is good even when the rest is not known. Where nothing may be asked any more, what the lists said
    /// when last read is good as well, with its age.
    private func giveUp(
        _ wants: [SegmentWant],
        view: IndexView,
        peer: DubberPeer,
        why: Reason,
        settle: (SegmentWant, HostAnswer) async -> Void
    ) async {
        let waitSeconds = await ledger.waitSeconds(peer.quotaKey)
        for want in wants {
            let match = view.match(want, now: now())
            let isLikelyMissing = view.isLikelyMissing(match, for: want)
            switch why {
            case _ where match.isCertain:
                await settle(want, .matched(match))
            case .unknown where isLikelyMissing:
                await settle(want, .notFound(match))
            case .unknown(let detail):
                await settle(want, .unknown(match, detail: detail, retryAfterSeconds: waitSeconds))
            case .failed(let error) where error.isDayUsedUp && isLikelyMissing:
                await settle(want, .notFound(match))
            case .failed(let error):
                await settle(want, .failed(error, match, retryAfterSeconds: waitSeconds))
            }
        }
    }
}
