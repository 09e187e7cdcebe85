internal import Foundation
internal import Recordings

/// The calls of one request in order of time, so that those near each other are quickly found: pure.
struct SegmentCrowd: Sendable {
    private struct Member: Sendable {
        let segment: CallSegment
        let parties: PartyKeys
        let trackingIDs: [String]

        /// Whether anything tells that a recording may be the call's.
        func mayHave(_ known: KnownRecording) -> Bool {
            if parties.mayAgree(with: known.parties) {
                return true
            }
            if let id = segment.externalCallID, id == known.recording.externalCallID {
                return true
            }
            return !trackingIDs.isEmpty
                && known.recording.externalTrackingIDs.contains { trackingIDs.contains($0.lowercased()) }
        }
    }

    private let inOrder: [Member]
    private let reachSeconds: TimeInterval

    var count: Int { inOrder.count }

    /// A crowd.
    ///
    /// - Parameters:
    ///   - wants: the request's rows.
    ///   - tolerances: say how far apart two calls may begin that fit one recording.
    init(_ wants: [SegmentWant], _ tolerances: MatchTolerances) {
        inOrder =
            wants.map { Member(segment: $0.segment, parties: $0.parties, trackingIDs: $0.trackingIDs) }
            .sorted { $0.segment.startTime < $1.segment.startTime }
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
        return inOrder.compactMap { member in
            let segment = member.segment
            guard let id = segment.externalCallID, let held = recordings[id], held.count == 1,
                abs(held[0].startTime.timeIntervalSince(segment.startTime)) <= reach
            else {
                return nil
            }
            return (segment, held[0])
        }
    }

    /// The other calls that begin near a call and may have one of its recordings, by an id or by numbers.
    func rivals(of segment: CallSegment, for recordings: [KnownRecording]) -> [CallSegment] {
        guard !recordings.isEmpty else {
            return []
        }
        let from = segment.startTime.addingTimeInterval(-reachSeconds)
        let until = segment.startTime.addingTimeInterval(reachSeconds)
        var place = inOrder.firstPlace { $0.segment.startTime >= from }
        var rivals: [CallSegment] = []
        while place < inOrder.endIndex, inOrder[place].segment.startTime <= until {
            let member = inOrder[place]
            if recordings.contains(where: { member.mayHave($0) }), !member.segment.isSameCall(as: segment) {
                rivals.append(member.segment)
            }
            place += 1
        }
        return rivals
    }
}

extension CallSegment {
    /// Whether two rows differ in nothing but their name in the report.
    fileprivate func isSameCall(as other: CallSegment) -> Bool {
        startTime == other.startTime && durationSeconds == other.durationSeconds && direction == other.direction
            && from == other.from && to == other.to && externalCallID == other.externalCallID
    }
}
