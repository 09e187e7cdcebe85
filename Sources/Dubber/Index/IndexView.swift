internal import Foundation
internal import Recordings

/// What an index knows around some segments, at one moment: pure.
struct IndexView: Sendable {
    /// Recordings that begin so much before or after the wanted window are shown as candidates.
    static let nearbySeconds: TimeInterval = 60

    let lists: ListSight
    /// Calls that are told by their ids, from which the difference of clocks follows.
    let told: [(segment: CallSegment, recording: Recording)]
    private let inOrder: [KnownRecording]
    private let byCallID: [String: [KnownRecording]]
    private let byTrackingID: [String: [KnownRecording]]
    private let crowd: SegmentCrowd
    private let matcher: SegmentMatcher
    private let isExplained: Bool

    /// A view.
    ///
    /// - Parameters:
    ///   - sight: what the index knows around the calls.
    ///   - crowd: all calls of the request.
    ///   - configuration: tolerances and limits of matching.
    ///   - isExplained: whether recordings are shown that are not a segment's.
    ///   - toldBefore: what earlier views of the request told by ids.
    init(
        _ sight: IndexSight,
        crowd: SegmentCrowd,
        configuration: DubberConfiguration,
        isExplained: Bool,
        toldBefore: [(segment: CallSegment, recording: Recording)] = []
    ) {
        lists = sight.lists
        inOrder = sight.known
        self.crowd = crowd
        var byCallID: [String: [KnownRecording]] = [:]
        var byTrackingID: [String: [KnownRecording]] = [:]
        for known in inOrder {
            if let id = known.recording.externalCallID {
                byCallID[id, default: []].append(known)
            }
            for id in known.recording.externalTrackingIDs {
                byTrackingID[id.lowercased(), default: []].append(known)
            }
        }
        let now = crowd.told(by: byCallID.mapValues { $0.map(\.recording) }, within: configuration.tolerances)
        let seen = Set(now.map(\.recording.recordingID))
        told = now + toldBefore.filter { !seen.contains($0.recording.recordingID) }
        self.isExplained = isExplained
        matcher = SegmentMatcher(
            tolerances: configuration.tolerances,
            maximumCandidates: isExplained ? configuration.maximumCandidates : 0,
            clocks: ClockOffsets(told)
        )
        self.byCallID = byCallID
        self.byTrackingID = byTrackingID
    }

    /// Where recordings begin that are a segment's by their numbers, or are shown beside it.
    static func window(of want: SegmentWant, tolerances: MatchTolerances) -> Range<Date> {
        let from = want.floor.addingTimeInterval(-nearbySeconds)
        let until = want.segment.startTime.addingTimeInterval(
            TimeInterval(tolerances.clockSkewSeconds + tolerances.voicemailLeadSeconds) + nearbySeconds
        )
        return from..<until
    }

    /// The segment's match, whether or not enough is known to rely on it.
    func match(_ want: SegmentWant, now: Date) -> SegmentMatch {
        let candidates = candidates(want)
        var match = matcher.match(
            want.segment,
            among: candidates.map(\.recording),
            rivals: crowd.rivals(of: want.segment, for: candidates),
            now: now
        )
        match.asOf = asOf(want) ?? (match.isNone ? nil : lists.coverage.observations.first?.asOf)
        return match
    }

    /// When a list was last read that reaches down to the segment.
    private func asOf(_ want: SegmentWant) -> Date? {
        let whole = lists.coverage.observation(reaching: want.floor, since: .distantPast)
        let single = want.numbers.compactMap {
            lists.numbers[$0]?.observation(reaching: want.floor, since: .distantPast)
        }
        return ([whole].compactMap { $0 } + single).map(\.asOf).max()
    }

    /// Whether enough may be known for a match to be relied on; spares weighing recordings when not.
    func mayAnswer(_ want: SegmentWant) -> Bool {
        lists.reaches(want) || want.segment.externalCallID.map { byCallID[$0] != nil } == true
    }

    /// Whether a match can be relied on: everything that could change it has been seen.
    ///
    /// What is found stays found, and what its call id names needs no comparison, wherever it was seen; what is not found may still have
    /// arrived since.
    func isFinal(_ match: SegmentMatch, for want: SegmentWant) -> Bool {
        if match.isCertain, !match.isPending {
            return true
        }
        let since = match.isNone || match.isPending ? want.since : want.settledSince
        if lists.coverage.observation(reaching: want.floor, since: since) != nil {
            return true
        }
        let seen = want.numbers.count { lists.numbers[$0]?.observation(reaching: want.floor, since: since) != nil }
        // One number alone might be written differently in the recording.
        return match.isNone ? seen > 1 : seen > 0
    }

    /// Whether a list has a record of about the segment's time that could not be read, and may be the segment's.
    func isDoubtful(_ want: SegmentWant) -> Bool {
        let tolerances = matcher.tolerances
        let latest = want.segment.startTime.addingTimeInterval(
            TimeInterval(tolerances.clockSkewSeconds + tolerances.voicemailLeadSeconds)
        )
        let window = want.floor...latest
        return ([lists.coverage] + want.numbers.compactMap { lists.numbers[$0] }).contains { coverage in
            coverage.observation(reaching: want.floor, since: .distantPast)?.doubts.contains { $0.overlaps(window) }
                == true
        }
    }

    /// Whether nothing was found although the lists, when last read, should have had it: good enough when nothing can be asked.
    func isLikelyMissing(_ match: SegmentMatch, for want: SegmentWant) -> Bool {
        match.isNone && isFinal(match, for: want.accepting(.distantPast))
            && (match.asOf ?? .distantPast) >= want.settledSince
    }

    private func candidates(_ want: SegmentWant) -> [KnownRecording] {
        let window = Self.window(of: want, tolerances: matcher.tolerances)
        let first = inOrder.firstPlace { $0.recording.startTime >= window.lowerBound }
        let end = inOrder.firstPlace { $0.recording.startTime > window.upperBound }
        var found = inOrder[first..<max(first, end)].filter { isExplained || $0.parties.mayAgree(with: want.parties) }
        var ids = Set(found.map(\.recording.recordingID))
        let byIDs =
            (want.segment.externalCallID.flatMap { byCallID[$0] } ?? [])
            + want.trackingIDs.flatMap { byTrackingID[$0] ?? [] }
        for known in byIDs where ids.insert(known.recording.recordingID).inserted {
            found.append(known)
        }
        return found
    }
}

extension ListSight {
    /// Whether any list that was ever read shows everything from the segment on that it has.
    func reaches(_ want: SegmentWant) -> Bool {
        coverage.observation(reaching: want.floor, since: .distantPast) != nil
            || want.numbers.contains { numbers[$0]?.observation(reaching: want.floor, since: .distantPast) != nil }
    }
}
