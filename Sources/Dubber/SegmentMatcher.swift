package import Foundation
package import Recordings

/// Decides which of an account's recordings belong to a call segment; pure.
///
/// Order of trust: exact external call id, then tracking id with the recorded party, then numbers, direction, start and duration. A
/// recording of a higher level beats all of a lower one; of several on one level none is preferred. Never guesses:
/// - An id of the same kind on both sides that differs excludes a recording from all lower levels.
/// - The third level wants both parties known on both sides and agreeing. A name never agrees with a number, so a recording that has
///   a person's name where the segment has a number is not matched by numbers.
///
/// Source: Dubber API, Matching a call segment to a recording.
package struct SegmentMatcher: Sendable {
    package let tolerances: MatchTolerances
    package let maximumCandidates: Int

    package init(tolerances: MatchTolerances = MatchTolerances(), maximumCandidates: Int = 5) {
        self.tolerances = tolerances
        self.maximumCandidates = maximumCandidates
    }

    /// Weighs recordings against a segment.
    ///
    /// - Parameters:
    ///   - segment: the row.
    ///   - recordings: those worth weighing, each once.
    ///   - now: tells which recordings are past their expiry time.
    /// - Returns: what was found, with the recordings weighed.
    package func match(_ segment: CallSegment, among recordings: [Recording], now: Date) -> SegmentMatch {
        let row = SegmentTraits(segment)
        let weighed = recordings.map { weigh($0, against: row) }
        let level = weighed.compactMap(\.level).min()
        let winners = weighed.filter { level != nil && $0.level == level }.sorted(by: Weighed.isBetter).map(\.recording)
        return SegmentMatch(
            outcome: outcome(of: winners, level: level, now: now),
            candidates: candidates(of: weighed, row: row, winningLevel: level)
        )
    }

    private func outcome(of winners: [Recording], level: MatchLevel?, now: Date) -> SegmentMatch.Outcome {
        guard let level, !winners.isEmpty else {
            return .none
        }
        let playable = winners.filter { ($0.expiryTime ?? .distantFuture) > now }
        guard !playable.isEmpty else {
            return .expired
        }
        guard playable.count > 1 else {
            return .found(level, playable)
        }
        let inOrder = playable.sorted { $0.startTime < $1.startTime }
        return level == .externalCallID && Self.areParts(inOrder) ? .found(level, inOrder) : .ambiguous(level, playable)
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
        return Weighed(recording: recording, weights: weights, level: level(weights), distanceSeconds: distance)
    }

    private func level(_ weights: MatchWeights) -> MatchLevel? {
        switch weights.externalCallID {
        case .yes: return weights.isWithinIdentityWindow ? .externalCallID : nil
        case .no: return nil
        case .unknown: break
        }
        switch weights.externalTrackingID {
        case .yes where weights.recordedParty == .yes && weights.overlaps: return .externalTrackingID
        case .no: return nil
        case .yes, .unknown: break
        }
        let numbersAgree = weights.from == .yes && weights.to == .yes
        let nothingSpeaksAgainst = weights.direction != .no && weights.duration != .no
        return numbersAgree && nothingSpeaksAgainst && weights.startTime == .yes ? .numbersAndTime : nil
    }

    private func candidates(of weighed: [Weighed], row: SegmentTraits, winningLevel: MatchLevel?) -> [MatchCandidate] {
        weighed.filter { $0.level != nil || $0.weights.isNear }.sorted(by: Weighed.isBetter).prefix(maximumCandidates)
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
