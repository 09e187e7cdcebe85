package import Foundation
package import Recordings

/// Decides which of an account's recordings belong to a call segment; pure.
///
/// Order of trust: exact external call id, then tracking id with the recorded party, then numbers, direction, start, end and duration. A
/// recording of a higher level beats all of a lower one; of several on one level none is preferred. Never guesses:
/// - An id of the same kind on both sides that differs excludes a recording from all lower levels.
/// - An equal call id of another time is a reused one, unless numbers and duration tell that a clock is wrong by much.
/// - A tracking id whose recorded party cannot be told wants direction, start and end to agree.
/// - The third level wants both parties known on both sides and agreeing, one of them by more than its extension. A name never agrees
///   with a number, so a recording that has a person's name where the segment has a number is not matched by numbers.
/// - Where calls told by their ids show by how much a server's clock differs, the third level's times must differ by as much, and a call
///   with an id of its own is not told by numbers.
/// - A recording that another call of the same report fits as well by numbers is neither's.
///
/// Source: Dubber API, Matching a call segment to a recording.
package struct SegmentMatcher: Sendable {
    package let tolerances: MatchTolerances
    package let maximumCandidates: Int
    /// Narrows the third level where it is known.
    package let clocks: ClockOffsets

    package init(
        tolerances: MatchTolerances = MatchTolerances(),
        maximumCandidates: Int = 5,
        clocks: ClockOffsets = ClockOffsets()
    ) {
        self.tolerances = tolerances
        self.maximumCandidates = maximumCandidates
        self.clocks = clocks
    }

    /// Weighs recordings against a segment.
    ///
    /// - Parameters:
    ///   - segment: the row.
    ///   - recordings: those worth weighing, each once.
    ///   - rivals: other calls of about the same time.
    ///   - now: tells which recordings are past their expiry time.
    /// - Returns: what was found, with the recordings weighed.
    package func match(
        _ segment: CallSegment,
        among recordings: [Recording],
        rivals: [CallSegment] = [],
        now: Date
    ) -> SegmentMatch {
        let row = SegmentTraits(segment)
        let weighed = recordings.map { weigh($0, against: row) }
        let level = weighed.compactMap(\.level).min()
        let winners = Self.nearest(weighed.filter { level != nil && $0.level == level }.sorted(by: Weighed.isBetter))
        return SegmentMatch(
            outcome: outcome(of: winners, level: level, row: row, rivals: rivals, now: now),
            candidates: candidates(of: weighed, row: row, winningLevel: level)
        )
    }

    /// Of recordings with the same id, those of the call's own time: an id may have been used before, and a call may come back to a party.
    private static func nearest(_ winners: [Weighed]) -> [Weighed] {
        guard winners.count > 1, winners[0].level != .numbersAndTime else {
            return winners
        }
        if winners[0].level == .externalTrackingID {
            let ownParty = winners.filter { $0.weights.recordedParty == .yes }
            let told = ownParty.isEmpty ? winners : ownParty
            let inTime = told.filter { $0.weights.startTime == .yes && $0.weights.endTime == .yes }
            return inTime.isEmpty ? told : inTime
        }
        let overlapping = winners.filter(\.weights.overlaps)
        return overlapping.isEmpty ? winners : overlapping
    }

    private func outcome(
        of winners: [Weighed],
        level: MatchLevel?,
        row: SegmentTraits,
        rivals: [CallSegment],
        now: Date
    ) -> SegmentMatch.Outcome {
        guard let level, !winners.isEmpty else {
            return .none
        }
        let playable = winners.map(\.recording).filter { ($0.expiryTime ?? .distantFuture) > now }
        guard !playable.isEmpty else {
            return .expired
        }
        guard playable.count > 1 else {
            return level == .numbersAndTime
                ? uncontested(playable[0], row: row, rivals: rivals) : .found(level, playable)
        }
        let inOrder = playable.sorted { $0.startTime < $1.startTime }
        let mayBeParts = level == .externalCallID || level == .externalTrackingID && row.segment.durationSeconds != nil
        return mayBeParts && Self.areParts(inOrder) ? .found(level, inOrder) : .ambiguous(level, playable)
    }

    /// A recording told by numbers, unless another call is told by its ids, or fits it by numbers as well.
    ///
    /// Rows that share a tracking id are one call.
    private func uncontested(
        _ recording: Recording,
        row: SegmentTraits,
        rivals: [CallSegment]
    ) -> SegmentMatch.Outcome {
        let others = rivals.filter { rival in
            rival.externalTrackingID == nil || rival.externalTrackingID != row.segment.externalTrackingID
        }
        let best = others.compactMap { weigh(recording, against: SegmentTraits($0)).level }.min()
        return switch best {
        case nil: .found(.numbersAndTime, [recording])
        case .numbersAndTime: .ambiguous(.numbersAndTime, [recording])
        case .externalCallID, .externalTrackingID: .none
        }
    }

    /// Recordings of one call leg that do not overlap are parts of it, recorded on demand; overlapping ones rival each other.
    private static func areParts(_ inOrder: [Recording]) -> Bool {
        zip(inOrder, inOrder.dropFirst()).allSatisfy { earlier, later in
            guard let duration = earlier.durationSeconds else {
                return false
            }
            return earlier.startTime.addingTimeInterval(TimeInterval(duration)) <= later.startTime
        }
    }

    private func weigh(_ recording: Recording, against row: SegmentTraits) -> Weighed {
        let distance = abs(recording.startTime.timeIntervalSince(row.segment.startTime))
        let weights = MatchWeights(recording: recording, row: row, tolerances: tolerances)
        var level = level(weights)
        let restsOnTime = level == .numbersAndTime || level == .externalTrackingID && weights.recordedParty != .yes
        if restsOnTime, let clockOffset = clocks[row.segment.telSysID] {
            // Where calls are told by their ids, a call with an id that no recording has was not recorded.
            let ids = [row.segment.externalCallID, row.segment.externalTrackingID]
            let hasID = ids.contains { $0?.isEmpty == false }
            level = level == .numbersAndTime && hasID || !isInTime(weights, clockOffset: clockOffset) ? nil : level
        }
        return Weighed(recording: recording, weights: weights, level: level, distanceSeconds: distance)
    }

    /// Whether start and end agree as closely as a known difference of clocks lets them.
    private func isInTime(_ weights: MatchWeights, clockOffset: TimeInterval) -> Bool {
        let slack = TimeInterval(tolerances.durationSlackSeconds)
        let start = weights.startOffset - clockOffset
        let end = (weights.endOffset ?? clockOffset) - clockOffset
        return start >= -slack && start <= slack + TimeInterval(weights.leadSeconds) && abs(end) <= slack
    }

    private func level(_ weights: MatchWeights) -> MatchLevel? {
        switch weights.externalCallID {
        case .yes where weights.overlaps: return .externalCallID
        case .yes: return weights.isWithinIdentityWindow && weights.isConfirmed ? .externalCallID : nil
        case .no: return nil
        case .unknown: break
        }
        switch weights.externalTrackingID {
        case .yes where weights.recordedParty == .yes && weights.overlaps: return .externalTrackingID
        case .yes where weights.recordedParty == .unknown && weights.agreesInTimeAndDirection:
            return .externalTrackingID
        case .no: return nil
        case .yes, .unknown: break
        }
        let numbersAgree = weights.from == .yes && weights.to == .yes && weights.hintedParties < 2
        let nothingSpeaksAgainst = weights.direction != .no && weights.duration != .no && weights.endTime != .no
        return numbersAgree && nothingSpeaksAgainst && weights.startTime == .yes ? .numbersAndTime : nil
    }

    private func candidates(of weighed: [Weighed], row: SegmentTraits, winningLevel: MatchLevel?) -> [MatchCandidate] {
        guard maximumCandidates > 0 else {
            return []
        }
        return weighed.filter { $0.level != nil || $0.weights.isNear }.sorted(by: Weighed.isBetter).prefix(
            maximumCandidates
        )
        .map { candidate in
            MatchCandidate(
                recording: candidate.recording,
                verdict: verdict(on: candidate, winningLevel: winningLevel),
                criteria: criteria(of: candidate, row: row)
            )
        }
    }

    private func verdict(on candidate: Weighed, winningLevel: MatchLevel?) -> MatchCandidate.Outcome {
        if let level = candidate.level {
            return level == winningLevel ? .yes : .no
        }
        return winningLevel != nil || candidate.weights.anythingSpeaksAgainst ? .no : .unknown
    }
}
