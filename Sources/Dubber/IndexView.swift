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
    private let matcher: SegmentMatcher

    /// A view.
    ///
    /// - Parameters:
    ///   - coverage: of the account's list.
    ///   - numbers: coverage of the lists of single numbers.
    ///   - recordings: oldest first.
    ///   - matcher: decides.
    init(coverage: Coverage, numbers: [String: Coverage], recordings: [Recording], matcher: SegmentMatcher) {
        self.coverage = coverage
        self.numbers = numbers
        self.matcher = matcher
        inOrder = recordings
        var byCallID: [String: [Recording]] = [:]
        var byTrackingID: [String: [Recording]] = [:]
        for recording in recordings {
            if let id = recording.externalCallID {
                byCallID[id, default: []].append(recording)
            }
            for id in recording.externalTrackingIDs {
                byTrackingID[id.lowercased(), default: []].append(recording)
            }
        }
        self.byCallID = byCallID
        self.byTrackingID = byTrackingID
    }

    /// The segment's match, whether or not enough is known to rely on it.
    func match(_ want: SegmentWant, now: Date) -> SegmentMatch {
        matcher.match(want.segment, among: candidates(want), now: now)
    }

    /// Whether enough is known for any match to be relied on; spares weighing recordings when not.
    func mayAnswer(_ want: SegmentWant) -> Bool {
        coverage.observation(reaching: want.floor, since: .distantPast) != nil
            || want.numbers.contains { numbers[$0] != nil }
    }

    /// Whether a match can be relied on: everything that could change it has been seen.
    func isFinal(_ match: SegmentMatch, for want: SegmentWant) -> Bool {
        if coverage.observation(reaching: want.floor, since: want.since) != nil {
            return true
        }
        let seen = want.numbers.filter { numbers[$0]?.observation(reaching: want.floor, since: want.since) != nil }
        if match.isNone {
            // One number alone might be written differently in the recording.
            return seen.count > 1
        }
        return !seen.isEmpty || coverage.observation(reaching: want.floor, since: .distantPast) != nil
    }

    private func candidates(_ want: SegmentWant) -> [Recording] {
        let from = want.floor.addingTimeInterval(-Self.nearbySeconds)
        let until = want.segment.startTime.addingTimeInterval(
            TimeInterval(matcher.tolerances.clockSkewSeconds + matcher.tolerances.ringSeconds) + Self.nearbySeconds
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
