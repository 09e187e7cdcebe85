internal import Foundation
internal import Recordings

/// Looks for many segments on an entry's hosts: all on the first; those that it failed or does not have, on the second.
struct SegmentFinder: Sendable {
    let search: HostSearch
    let hosts: EntryHosts
    let now: @Sendable () -> Date

    func find(
        _ segments: [CallSegment],
        probe: Probe,
        report: @Sendable (Int, SegmentFinding) async -> Void
    ) async {
        let requestedAt = now()
        let configuration = search.configuration
        var trails = segments.enumerated().map { index, segment in
            let want = SegmentWant(
                index: index,
                segment: segment,
                configuration: configuration,
                requestedAt: requestedAt
            )
            return SegmentTrail(want)
        }
        for (place, position) in HostPosition.allCases.enumerated() {
            let isLast = place == HostPosition.allCases.count - 1
            await ask(position, trails: &trails, probe: probe) { trail in
                // With no other host to come, everything said is final.
                if isLast || trail.isDecided || hosts.isLast(position) {
                    await report(trail.want.index, finished(trail, after: position))
                    return true
                }
                return false
            }
        }
    }

    /// The finding, with the remaining hosts shown as skipped.
    private func finished(_ trail: SegmentTrail, after position: HostPosition) -> SegmentFinding {
        var trail = trail
        for later in HostPosition.allCases where later > position {
            let detail = hosts.reasonToSkip(later) ?? "An earlier host gave the answer."
            trail.skip(later, host: hosts.field(later), detail: detail)
        }
        return trail.finding(configuration: search.configuration)
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
            trail.take(
                answer,
                position: position,
                host: hosts.field(position),
                calls: trace.calls,
                unknownGoesOn: probe == .cached
            )
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
                calls: [],
                unknownGoesOn: false
            )
        }
    }
}
