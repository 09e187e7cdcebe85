internal import Foundation
internal import Recordings

/// What an index knows around some segments, at one moment: pure.
struct IndexView: Sendable {
    /// Recordings that begin so much before or after the wanted window are shown as candidates.
    static let nearbySeconds: TimeInterval = 60

    let coverage: Coverage
    let numbers: [String: Coverage]
    private let inOrder: [Recording]
    private let byCallID: [String: [Recording]]
    private let byTrackingID: [String: [Recording]]
    private let crowd: SegmentCrowd
    private let matcher: SegmentMatcher

    /// A view.
    ///
    /// - Parameters:
    ///   - sight: what the index knows around the calls.
    ///   - crowd: all calls of the request.
    ///   - configuration: tolerances and limits of matching.
    init(_ sight: IndexSight, crowd: SegmentCrowd, configuration: DubberConfiguration) {
        coverage = sight.coverage
        numbers = sight.numbers
        inOrder = sight.recordings
        self.crowd = crowd
        var byCallID: [String: [Recording]] = [:]
        var byTrackingID: [String: [Recording]] = [:]
        for recording in inOrder {
            if let id = recording.externalCallID {
                byCallID[id, default: []].append(recording)
            }
            for id in recording.externalTrackingIDs {
                byTrackingID[id.lowercased(), default: []].append(recording)
            }
        }
        matcher = SegmentMatcher(
            tolerances: configuration.tolerances,
            maximumCandidates: crowd.count > configuration.explainedRows ? 0 : configuration.maximumCandidates,
            clocks: ClockOffsets(crowd.told(by: byCallID, within: configuration.tolerances))
        )
        self.byCallID = byCallID
        self.byTrackingID = byTrackingID
    }

    /// The segment's match, whether or not enough is known to rely on it.
    func match(_ want: SegmentWant, now: Date) -> SegmentMatch {
        var match = matcher.match(want.segment, among: candidates(want), rivals: crowd.near(want.segment), now: now)
        match.asOf = asOf(want) ?? (match.isNone ? nil : coverage.observations.first?.asOf)
        return match
    }

    /// When a list was last read that reaches down to the segment.
    private func asOf(_ want: SegmentWant) -> Date? {
        let whole = coverage.observation(reaching: want.floor, since: .distantPast)
        let single = want.numbers.compactMap {
            numbers[$0]?.observation(reaching: want.floor, since: .distantPast)
        }
        return ([whole].compactMap { $0 } + single).map(\.asOf).max()
    }

    /// Whether enough is known for any match to be relied on; spares weighing recordings when not.
    func mayAnswer(_ want: SegmentWant) -> Bool {
        coverage.observation(reaching: want.floor, since: .distantPast) != nil
            || want.numbers.contains { numbers[$0] != nil }
    }

    /// Whether a match can be relied on: everything that could change it has been seen.
    ///
    /// What is found stays found; what is not found may still have arrived since.
    func isFinal(_ match: SegmentMatch, for want: SegmentWant) -> Bool {
        let since = match.isNone ? want.since : match.isCertain ? .distantPast : want.settledSince
        if coverage.observation(reaching: want.floor, since: since) != nil {
            return true
        }
        let seen = want.numbers.count { numbers[$0]?.observation(reaching: want.floor, since: since) != nil }
        // One number alone might be written differently in the recording.
        return match.isNone ? seen > 1 : seen > 0
    }

    /// Whether nothing was found although the lists, when last read, should have had it: good enough when nothing can be asked.
    func isLikelyMissing(_ match: SegmentMatch, for want: SegmentWant) -> Bool {
        match.isNone && isFinal(match, for: want.accepting(.distantPast))
            && (match.asOf ?? .distantPast) >= want.settledSince
    }

    private func candidates(_ want: SegmentWant) -> [Recording] {
        let from = want.floor.addingTimeInterval(-Self.nearbySeconds)
        let until = want.segment.startTime.addingTimeInterval(
            TimeInterval(matcher.tolerances.clockSkewSeconds + matcher.tolerances.voicemailLeadSeconds)
                + Self.nearbySeconds
        )
        let first = inOrder.firstPlace { $0.startTime >= from }
        let end = inOrder.firstPlace { $0.startTime > until }
        var found = Array(inOrder[first..<max(first, end)])
        var ids = Set(found.map(\.recordingID))
        let byIDs =
            (want.segment.externalCallID.flatMap { byCallID[$0] } ?? [])
            + want.trackingIDs.flatMap { byTrackingID[$0] ?? [] }
        for recording in byIDs where ids.insert(recording.recordingID).inserted {
            found.append(recording)
        }
        return found
    }
}

extension SegmentWant {
    /// In lower case.
    fileprivate var trackingIDs: [String] {
        (segment.externalTrackingID ?? "").split { $0.isWhitespace || ",;|".contains($0) }.map { $0.lowercased() }
    }
}
