/// A recording that was weighed against a call segment, with each criterion's say.
package struct MatchCandidate: Sendable, Hashable {
    /// The raw value is the name on the wire.
    package enum Outcome: String, Sendable, Hashable {
        case yes
        case no
        /// The criterion has nothing to compare, on one side or both.
        case unknown
    }

    package struct Criterion: Sendable, Hashable {
        /// Such as `externalCallID`, `startTime`, `duration`, `direction`, `from`, `to`.
        package let name: String
        package let outcome: Outcome
        /// A sentence with both values.
        package let detail: String

        package init(name: String, outcome: Outcome, detail: String) {
            self.name = name
            self.outcome = outcome
            self.detail = detail
        }
    }

    package let recording: Recording
    package let verdict: Outcome
    package let criteria: [Criterion]

    package init(recording: Recording, verdict: Outcome, criteria: [Criterion]) {
        self.recording = recording
        self.verdict = verdict
        self.criteria = criteria
    }
}
