package import Foundation
package import Recordings

/// How far a match can be trusted, the best first; the raw value is what `matchedBy` says.
package enum MatchLevel: String, Sendable, Hashable, Comparable, CaseIterable {
    case externalCallID
    case externalTrackingID
    case numbersAndTime

    private var rank: Int {
        switch self {
        case .externalCallID: 1
        case .externalTrackingID: 2
        case .numbersAndTime: 3
        }
    }

    package static func < (left: MatchLevel, right: MatchLevel) -> Bool {
        left.rank < right.rank
    }
}

/// What a host's recordings had for one segment.
package struct SegmentMatch: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// One recording, or the parts of one call in order.
        case found(MatchLevel, [Recording])
        case ambiguous(MatchLevel, [Recording])
        /// Only recordings past their expiry time.
        case expired
        case none
    }

    package let outcome: Outcome
    /// Bounded, the best first.
    package let candidates: [MatchCandidate]
    /// When the list was read that the match rests on; `nil` when none has been read as far as the call.
    package var asOf: Date?

    /// Whether the recording was told by an id that needs no comparison with others.
    package var isCertain: Bool {
        if case .found(.externalCallID, _) = outcome { true } else { false }
    }

    /// Whether the provider is still at work on all that was found.
    package var isPending: Bool {
        if case .found(_, let recordings) = outcome { !recordings.contains(where: \.isReady) } else { false }
    }

    package var isNone: Bool {
        outcome == .none
    }
}

/// A recording with all that was compared.
struct Weighed: Sendable {
    let recording: Recording
    let weights: MatchWeights
    let level: MatchLevel?
    let distanceSeconds: Double

    /// Higher levels first, then what agrees in more, then what is nearer in time; ids only make the order stable.
    static func isBetter(_ left: Weighed, _ right: Weighed) -> Bool {
        if left.level != right.level {
            guard let leftLevel = left.level, let rightLevel = right.level else {
                return left.level != nil
            }
            return leftLevel < rightLevel
        }
        if left.level == nil, left.weights.agreements != right.weights.agreements {
            return left.weights.agreements > right.weights.agreements
        }
        if left.distanceSeconds != right.distanceSeconds {
            return left.distanceSeconds < right.distanceSeconds
        }
        return left.recording.recordingID.rawValue < right.recording.recordingID.rawValue
    }
}
