internal import Foundation
internal import Recordings

/// The calls of one request in order of time, so that those near each other are quickly found: pure.
struct SegmentCrowd: Sendable {
    private let inOrder: [CallSegment]
    private let reachSeconds: TimeInterval

    var count: Int { inOrder.count }

    /// A crowd.
    ///
    /// - Parameters:
    ///   - wants: the request's rows.
    ///   - tolerances: say how far apart two calls may begin that fit one recording.
    init(_ wants: [SegmentWant], _ tolerances: MatchTolerances) {
        inOrder = wants.map(\.segment).sorted { $0.startTime < $1.startTime }
        reachSeconds = TimeInterval(
            2 * tolerances.clockSkewSeconds + max(tolerances.ringSeconds, tolerances.voicemailLeadSeconds)
        )
    }

    /// The calls with the only recording that has their call id, at about their time.
    func told(
        by recordings: [String: [Recording]],
        within tolerances: MatchTolerances
    ) -> [(segment: CallSegment, recording: Recording)] {
        let reach = TimeInterval(tolerances.clockSkewSeconds + tolerances.ringSeconds)
        return inOrder.compactMap { segment in
            guard let id = segment.externalCallID, let held = recordings[id], held.count == 1,
                abs(held[0].startTime.timeIntervalSince(segment.startTime)) <= reach
            else {
                return nil
            }
            return (segment, held[0])
        }
    }

    /// The other calls that begin near a call.
    func near(_ segment: CallSegment) -> [CallSegment] {
        let from = segment.startTime.addingTimeInterval(-reachSeconds)
        let until = segment.startTime.addingTimeInterval(reachSeconds)
        var place = inOrder.firstPlace { $0.startTime >= from }
        var near: [CallSegment] = []
        while place < inOrder.endIndex, inOrder[place].startTime <= until {
            if !inOrder[place].isSameCall(as: segment) {
                near.append(inOrder[place])
            }
            place += 1
        }
        return near
    }
}

extension CallSegment {
    /// Whether two rows differ in nothing but their name in the report.
    fileprivate func isSameCall(as other: CallSegment) -> Bool {
        startTime == other.startTime && durationSeconds == other.durationSeconds && direction == other.direction
            && from == other.from && to == other.to && externalCallID == other.externalCallID
    }
}
