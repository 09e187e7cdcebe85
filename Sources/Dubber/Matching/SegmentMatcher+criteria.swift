internal import Foundation
internal import Recordings

extension SegmentMatcher {
    /// Every criterion with a sentence that holds both values.
    func criteria(of candidate: Weighed, row: SegmentTraits) -> [MatchCandidate.Criterion] {
        let segment = row.segment
        let recording = candidate.recording
        let weights = candidate.weights
        let trackingIDs = recording.externalTrackingIDs.joined(separator: ", ")
        func say(
            _ name: String,
            _ outcome: MatchCandidate.Outcome,
            _ wanted: String?,
            _ held: String?
        ) -> MatchCandidate.Criterion {
            let detail = "The segment has \(Self.shown(wanted)), the recording \(Self.shown(held))."
            return MatchCandidate.Criterion(name: name, outcome: outcome, detail: detail)
        }
        func sayParty(
            _ name: String,
            _ outcome: MatchCandidate.Outcome,
            _ wanted: String?,
            _ held: String
        ) -> MatchCandidate.Criterion {
            let said = say(name, outcome, wanted, held)
            let isWithheld = [wanted ?? "", held].contains { !$0.isEmpty && PartyForm($0).saysNothing }
            return MatchCandidate.Criterion(
                name: name,
                outcome: outcome,
                detail: isWithheld ? said.detail + " A withheld party agrees with nobody." : said.detail
            )
        }
        return [
            say("externalCallID", weights.externalCallID, segment.externalCallID, recording.externalCallID),
            say("externalTrackingID", weights.externalTrackingID, segment.externalTrackingID, trackingIDs),
            say("recordedParty", weights.recordedParty, ownParty(of: segment), recordedParty(of: recording)),
            say("startTime", weights.startTime, Self.shown(segment.startTime), Self.shown(recording.startTime)),
            say("endTime", weights.endTime, Self.end(segment), Self.end(recording)),
            say(
                "duration",
                weights.duration,
                Self.shown(segment.durationSeconds),
                Self.shown(recording.durationSeconds)
            ),
            say("direction", weights.direction, segment.direction?.rawValue, recording.direction?.rawValue),
            sayParty("from", weights.from, segment.from, recording.from),
            sayParty("to", weights.to, segment.to, recording.to),
        ]
    }

    private func ownParty(of segment: CallSegment) -> String? {
        switch segment.direction {
        case .outbound: segment.from
        case .inbound: segment.to
        case .internal, nil: [segment.from, segment.to].compactMap { $0 }.joined(separator: " or ")
        }
    }

    private func recordedParty(of recording: Recording) -> String? {
        let number =
            switch recording.direction {
            case .outbound: recording.from
            case .inbound: recording.to
            case .meeting, nil: ""
            }
        return [number, recording.channel ?? ""].filter { !$0.isEmpty }.joined(separator: " / ")
    }

    private static func shown(_ text: String?) -> String {
        guard let text, !text.isEmpty else {
            return "none"
        }
        return text
    }

    private static func shown(_ seconds: Int?) -> String? {
        seconds.map { "\($0) s" }
    }

    private static func end(_ segment: CallSegment) -> String? {
        segment.durationSeconds.map { shown(segment.startTime.addingTimeInterval(TimeInterval($0))) }
    }

    private static func end(_ recording: Recording) -> String? {
        recording.durationSeconds.map { shown(recording.startTime.addingTimeInterval(TimeInterval($0))) }
    }

    private static func shown(_ date: Date) -> String {
        date.formatted(.iso8601)
    }
}
