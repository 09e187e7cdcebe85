/// What one rule of resolution had to say, as the debug endpoint shows it.
package struct RuleStep: Hashable, Sendable {
    /// The rules in the order they are asked; the raw value is the name on the wire.
    package enum Rule: String, Hashable, Sendable, CaseIterable {
        case featureSwitch
        case user
        case assignment
        case demonstrationSimulator
        case entry
        case scope
    }

    /// The raw value is the name on the wire.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// The rule has no objection.
        case pass
        /// The rule decides against playback; no later rule is asked.
        case fail
        /// The rule changed which entry is used.
        case applied
        /// The rule was not asked, or does not concern this case.
        case skipped
    }

    package let rule: Rule
    package let outcome: Outcome
    /// A sentence that names who and what was involved.
    package let detail: String

    package init(rule: Rule, outcome: Outcome, detail: String) {
        self.rule = rule
        self.outcome = outcome
        self.detail = detail
    }
}
