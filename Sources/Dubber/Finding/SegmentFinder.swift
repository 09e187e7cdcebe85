internal import Foundation
internal import Recordings
internal import Transport

/// Looks for many segments on an entry's hosts: all on the first; those that it failed or does not have, on the second.
struct SegmentFinder: Sendable {
    typealias Report = @Sendable (Int, SegmentFinding) async -> Void

    let search: HostSearch
    let hosts: EntryHosts
    let health: HostHealthBoard
    let pace: Pace
    let now: @Sendable () -> Date

    func find(_ segments: [CallSegment], probe: Probe, report: Report) async {
        let requestedAt = now()
        var trails = segments.enumerated().map { index, segment in
            SegmentTrail(
                SegmentWant(
                    index: index,
                    segment: segment,
                    configuration: search.configuration,
                    requestedAt: requestedAt
                )
            )
        }
        let usable = hosts.usable
        if probe != .none, usable.count > 1 {
            trails = await settleKnown(trails, first: usable[0], second: usable[1], report: report)
            if probe == .live, let delay = search.configuration.hedgeDelay {
                return await findHedged(trails, first: usable[0], second: usable[1], delay: delay, report: report)
            }
        }
        for (place, position) in HostPosition.allCases.enumerated() {
            let isLast = place == HostPosition.allCases.count - 1
            await ask(position, trails: &trails, probe: probe) { trail in
                // With no other host to come, everything said is final.
                if isLast || trail.isDecided || hosts.isLast(position) {
                    await report(trail.want.index, finished(trail))
                    return true
                }
                return false
            }
        }
    }

    /// The finding, with the remaining hosts shown as skipped.
    func finished(_ trail: SegmentTrail) -> SegmentFinding {
        var trail = trail
        for position in HostPosition.allCases where !trail.hasProbed(position) {
            let detail = hosts.reasonToSkip(position) ?? "The other host gave the answer."
            trail.skip(position, host: hosts.field(position), detail: detail)
        }
        return trail.finding(configuration: search.configuration)
    }

    /// Takes a host's answer into a segment's trail.
    func take(
        _ answer: HostAnswer,
        from peer: DubberPeer,
        into trail: inout SegmentTrail,
        calls: [ProviderCall],
        unknownGoesOn: Bool
    ) {
        trail.take(
            answer,
            position: peer.position,
            host: hosts.field(peer.position),
            health: health.standing(of: peer.host.name),
            calls: calls,
            unknownGoesOn: unknownGoesOn
        )
    }

    /// Answers the segments that the second host is known to have and the first is not: that it lacks them need not be asked again.
    ///
    /// - Returns: the others.
    private func settleKnown(
        _ trails: [SegmentTrail],
        first: DubberPeer,
        second: DubberPeer,
        report: Report
    ) async -> [SegmentTrail] {
        let wants = trails.map(\.want)
        let onSecond = await search.found(wants, peer: second)
        guard !onSecond.isEmpty else {
            return trails
        }
        let onFirst = await search.found(wants, peer: first)
        var open: [SegmentTrail] = []
        for var trail in trails {
            let index = trail.want.index
            guard let match = onSecond[index], onFirst[index] == nil else {
                open.append(trail)
                continue
            }
            take(.matched(match), from: second, into: &trail, calls: [], unknownGoesOn: false)
            await report(index, finished(trail))
        }
        return open
    }

    /// Puts the open segments to one host, and removes from `trails` those that are done.
    private func ask(
        _ position: HostPosition,
        trails: inout [SegmentTrail],
        probe: Probe,
        isDone: (SegmentTrail) async -> Bool
    ) async {
        let asked = trails
        trails = []
        guard probe != .none, hosts.reasonToSkip(position) == nil, case .success(let peer) = hosts.peer(position) else {
            for var trail in asked {
                passOver(position, trail: &trail, probe: probe)
                if await !isDone(trail) {
                    trails.append(trail)
                }
            }
            return
        }
        let trace = CallTrace()
        let byIndex = Dictionary(uniqueKeysWithValues: asked.map { ($0.want.index, $0) })
        var open: [SegmentTrail] = []
        await search.answer(asked.map(\.want), peer: peer, probe: probe, trace: trace) { want, answer in
            guard var trail = byIndex[want.index] else {
                return
            }
            take(answer, from: peer, into: &trail, calls: trace.calls, unknownGoesOn: probe == .cached)
            if await !isDone(trail) {
                open.append(trail)
            }
        }
        trails = open
    }

    /// A host that is not asked: it is not there, not usable, or nothing is to be asked at all.
    private func passOver(_ position: HostPosition, trail: inout SegmentTrail, probe: Probe) {
        let field = hosts.field(position)
        if let reason = hosts.reasonToSkip(position) {
            trail.skip(position, host: field, detail: reason)
        } else if probe == .none {
            trail.leaveUnknown(position, host: field)
        } else {
            let nothing = SegmentMatch(outcome: .none, candidates: [])
            trail.take(
                .failed(.hostNotUsable, nothing),
                position: position,
                host: field,
                health: nil,
                calls: [],
                unknownGoesOn: false
            )
        }
    }
}
