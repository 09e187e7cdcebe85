package import Recordings

/// The answer to a ``ResolutionRequest`` and the way to it.
package struct Resolution: Hashable, Sendable {
    package let verdict: Verdict
    /// One step for each rule, in the order of the rules.
    package let steps: [RuleStep]

    package init(verdict: Verdict, steps: [RuleStep]) {
        self.verdict = verdict
        self.steps = steps
    }

    /// The entry to ask; `nil` when no provider may be contacted.
    package var entry: IntegrationEntry? {
        if case .entry(let entry) = verdict { entry } else { nil }
    }
}
