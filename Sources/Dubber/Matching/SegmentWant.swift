internal import Foundation
internal import Recordings

/// What must be known of a list before a segment can be answered from it.
struct SegmentWant: Sendable {
    /// How far ahead of the present a call may begin and still count as recent, for clocks that differ.
    static let futureSeconds: TimeInterval = 300

    /// Tells the rows of one request apart.
    private(set) var index: Int
    let segment: CallSegment
    /// Recordings of the segment begin at or after this.
    let floor: Date
    /// An observation made earlier than this may have missed the recording.
    private(set) var since: Date
    /// An observation made earlier than this may have missed a recording that rivals the one found.
    let settledSince: Date
    /// When the call ended, at the latest.
    let end: Date
    /// Whether the call ended so recently that its recording may still arrive.
    let isRecent: Bool
    /// Numbers that a list can be asked for, in E.164 where the report tells the country, else as dialled; the outside one, which has fewer
    /// calls, first where it is known.
    let numbers: [String]
    let parties: PartyKeys
    /// In lower case.
    let trackingIDs: [String]

    init(index: Int, segment: CallSegment, configuration: DubberConfiguration, requestedAt: Date) {
        let settling = configuration.settling / .seconds(1)
        let assumed = segment.durationSeconds.map(TimeInterval.init) ?? (configuration.assumedCallLength / .seconds(1))
        let knownEnd = segment.startTime.addingTimeInterval(TimeInterval(segment.durationSeconds ?? 0))
        self.index = index
        self.segment = segment
        floor = segment.startTime.addingTimeInterval(-TimeInterval(configuration.tolerances.clockSkewSeconds))
        isRecent =
            requestedAt < knownEnd.addingTimeInterval(settling)
            && segment.startTime <= requestedAt.addingTimeInterval(Self.futureSeconds)
        let freshness = isRecent ? configuration.recentFreshness : configuration.freshness
        let fresh = requestedAt.addingTimeInterval(-(freshness / .seconds(1)))
        let end = segment.startTime.addingTimeInterval(assumed)
        self.end = end
        settledSince = min(end.addingTimeInterval(settling), fresh)
        since = min(
            fresh,
            max(
                end.addingTimeInterval(settling),
                min(
                    end.addingTimeInterval(requestedAt.timeIntervalSince(end) / 2),
                    end.addingTimeInterval(configuration.latestArrival / .seconds(1))
                )
            )
        )
        parties = PartyKeys(from: segment.from, to: segment.to)
        trackingIDs = Self.trackingIDs(of: segment)
        var numbers: [String] = []
        let outsideFirst = segment.direction == .outbound ? [segment.to, segment.from] : [segment.from, segment.to]
        for number in outsideFirst.compactMap({ PartyForm($0).number }) where number.isFull {
            if !numbers.contains(number.asked) {
                numbers.append(number.asked)
            }
        }
        self.numbers = numbers
    }

    /// In lower case.
    static func trackingIDs(of segment: CallSegment) -> [String] {
        (segment.externalTrackingID ?? "").split { $0.isWhitespace || ",;|".contains($0) }.map { $0.lowercased() }
    }

    /// The same among other rows.
    func numbered(_ index: Int) -> SegmentWant {
        var want = self
        want.index = index
        return want
    }

    /// The same, content with older observations.
    func accepting(_ since: Date) -> SegmentWant {
        var want = self
        want.since = since
        return want
    }

    /// Takes note that a recording of some call arrived: what was seen before stands no longer, if it can have been this one's.
    ///
    /// - Parameters:
    ///   - noticedAt: when it was heard of.
    ///   - latestArrivalSeconds: after a call's end.
    mutating func notice(_ noticedAt: Date, latestArrivalSeconds: TimeInterval) {
        if noticedAt > since, noticedAt >= segment.startTime, noticedAt <= end.addingTimeInterval(latestArrivalSeconds)
        {
            since = noticedAt
        }
    }
}
