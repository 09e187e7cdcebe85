internal import Foundation
internal import Recordings

/// A segment with its parties in comparable form.
struct SegmentTraits: Sendable {
    let segment: CallSegment
    let from: PartyForm
    let to: PartyForm

    init(_ segment: CallSegment) {
        self.segment = segment
        from = PartyForm(segment.from)
        to = PartyForm(segment.to)
    }

    /// The parties that the row may belong to: the caller of an outbound call, the called of an inbound one, else either.
    var ownParties: [PartyForm] {
        switch segment.direction {
        case .outbound: [from]
        case .inbound: [to]
        case .internal, nil: [from, to]
        }
    }
}

/// Each criterion's say on one recording and one segment.
struct MatchWeights: Sendable, Hashable {
    typealias Outcome = MatchCandidate.Outcome

    let externalCallID: Outcome
    let externalTrackingID: Outcome
    let recordedParty: Outcome
    let startTime: Outcome
    let endTime: Outcome
    let duration: Outcome
    let direction: Outcome
    /// An internal call is of either direction, so that agreeing tells nothing.
    let isDirectionTold: Bool
    let from: Outcome
    let to: Outcome
    /// By how many seconds the recording begins, and ends, later than the segment.
    let startOffset: TimeInterval
    let endOffset: TimeInterval?
    /// How much later a recording may begin than its call.
    let leadSeconds: Int
    /// Whether a party agrees by no more than its extension.
    let hintedParties: Int
    let isWithinIdentityWindow: Bool
    /// Whether the recording begins, and as far as known ends, while the segment lasts.
    let overlaps: Bool

    init(recording: Recording, row: SegmentTraits, tolerances: MatchTolerances) {
        let segment = row.segment
        let recordingFrom = recording.fromForm
        let recordingTo = recording.toForm
        let offset = recording.startTime.timeIntervalSince(segment.startTime)
        let skew = Double(tolerances.clockSkewSeconds)
        let lead = recording.isVoicemail ? tolerances.voicemailLeadSeconds : tolerances.ringSeconds
        let slack = Double(tolerances.durationSlackSeconds)
        externalCallID = Self.sameID(segment.externalCallID, recording.externalCallID.map { [$0] } ?? [])
        externalTrackingID = Self.sameTrackingID(segment.externalTrackingID, recording.externalTrackingIDs)
        recordedParty = Self.recordedParty(recording, from: recordingFrom, to: recordingTo, row: row)
        startOffset = offset
        leadSeconds = lead
        startTime = offset >= -skew && offset <= skew + Double(lead) ? .yes : .no
        duration = Self.duration(
            segment.durationSeconds,
            recording.durationSeconds,
            leadSeconds: lead,
            slackSeconds: tolerances.durationSlackSeconds
        )
        endOffset =
            if let wanted = segment.durationSeconds, let held = recording.durationSeconds {
                offset + Double(held - wanted)
            } else {
                nil
            }
        endTime = endOffset.map { abs($0) <= skew + slack ? .yes : .no } ?? .unknown
        direction = Self.direction(segment.direction, recording.direction)
        isDirectionTold = segment.direction == .inbound || segment.direction == .outbound
        let likenesses = [row.from.likeness(to: recordingFrom), row.to.likeness(to: recordingTo)]
        from = Self.party(likenesses[0])
        to = Self.party(likenesses[1])
        hintedParties = likenesses.count { $0 == .hinted }
        isWithinIdentityWindow = abs(offset) <= Double(tolerances.identityWindowSeconds)
        overlaps =
            offset >= -skew
            && offset <= Double(segment.durationSeconds ?? tolerances.assumedCallSeconds) + skew
            && (endOffset ?? 0) <= skew + slack
    }

    private var all: [Outcome] {
        [externalCallID, externalTrackingID, startTime, endTime, duration, direction, from, to]
    }

    /// Whether numbers and duration say that an equal id of another time means the same call.
    var isConfirmed: Bool { from == .yes && to == .yes && duration == .yes }
    /// Whether nothing but the recorded party is left to be told.
    var agreesInTimeAndDirection: Bool { isDirectionTold && direction == .yes && startTime == .yes && endTime == .yes }
    var agreements: Int { all.count { $0 == .yes } }
    var anythingSpeaksAgainst: Bool { all.contains(.no) }
    /// Whether the recording is worth showing next to the segment.
    var isNear: Bool { startTime == .yes || externalCallID == .yes || externalTrackingID == .yes }

    private static func sameID(_ wanted: String?, _ held: [String]) -> Outcome {
        guard let wanted, !wanted.isEmpty, !held.isEmpty else {
            return .unknown
        }
        return held.contains(wanted) ? .yes : .no
    }

    /// Both sides may hold several; UUIDs compare without regard to case.
    private static func sameTrackingID(_ wanted: String?, _ held: [String]) -> Outcome {
        let wanted = (wanted ?? "").split { $0.isWhitespace || ",;|".contains($0) }.map { $0.lowercased() }
        guard !wanted.isEmpty, !held.isEmpty else {
            return .unknown
        }
        return held.contains { wanted.contains($0.lowercased()) } ? .yes : .no
    }

    private static func party(_ said: PartyForm.Likeness) -> Outcome {
        switch said {
        case .same, .hinted: .yes
        // What number an extension belongs to is not known, nor whose name a number's is: neither for nor against.
        case .untold: .unknown
        case .different: .no
        }
    }

    /// The account's user: the caller of an outbound recording, the called of an inbound one; or its display name.
    private static func recordedParty(
        _ recording: Recording,
        from: PartyForm,
        to: PartyForm,
        row: SegmentTraits
    ) -> Outcome {
        var recorded = [PartyForm(recording.channel)]
        switch recording.direction {
        case .outbound: recorded.append(from)
        case .inbound: recorded.append(to)
        case .meeting, nil: break
        }
        let said = row.ownParties.flatMap { own in recorded.map { party(own.likeness(to: $0)) } }
        if said.contains(.yes) {
            return .yes
        }
        return said.contains(.no) ? .no : .unknown
    }

    private static func duration(_ wanted: Int?, _ held: Int?, leadSeconds: Int, slackSeconds: Int) -> Outcome {
        guard let wanted, let held else {
            return .unknown
        }
        let longest = wanted + slackSeconds
        let shortest = wanted - leadSeconds - slackSeconds
        return held >= shortest && held <= longest ? .yes : .no
    }

    /// An internal call is outbound for one recorded user and inbound for the other.
    private static func direction(_ wanted: CallSegment.Direction?, _ held: Recording.Direction?) -> Outcome {
        switch (wanted, held) {
        case (nil, _), (_, nil), (_, .meeting): .unknown
        case (.internal, _), (.inbound, .inbound), (.outbound, .outbound): .yes
        case (.inbound, .outbound), (.outbound, .inbound): .no
        }
    }
}
