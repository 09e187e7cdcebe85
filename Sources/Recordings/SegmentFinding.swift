package import Foundation

/// What a provider found for one call segment, with everything that led there.
package struct SegmentFinding: Sendable, Hashable {
    package enum Outcome: Sendable, Hashable {
        /// One recording or several parts of the one call, best first.
        case found([MatchedRecording])
        /// Several match equally well; none is preferred.
        case ambiguous([MatchedRecording])
        /// The call is so recent that its recording may still arrive.
        case processing(retryAfterSeconds: Int)
        case notFound
        /// The recording is known, but past its expiry time.
        case expired
        case failed(ProviderFailure)
        /// Not checked, for want of budget or quota.
        case unknown(retryAfterSeconds: Int)
    }

    package struct MatchedRecording: Sendable, Hashable {
        package let recording: Recording
        /// The criterion that decided: `externalCallID`, `externalTrackingID` or `numbersAndTime`.
        package let matchedBy: String

        package init(recording: Recording, matchedBy: String) {
            self.recording = recording
            self.matchedBy = matchedBy
        }
    }

    package let outcome: Outcome
    /// In the order of the entry's host fields.
    package let hosts: [HostProbe]
    /// Bounded; the best first.
    package let candidates: [MatchCandidate]
    /// When the provider's list was read that the outcome rests on; `nil` when it rests on none.
    package let asOf: Date?

    package init(outcome: Outcome, hosts: [HostProbe], candidates: [MatchCandidate], asOf: Date? = nil) {
        self.outcome = outcome
        self.hosts = hosts
        self.candidates = candidates
        self.asOf = asOf
    }
}
