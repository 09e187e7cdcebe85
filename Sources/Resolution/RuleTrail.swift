/// The steps taken so far; what the debug endpoint explains a resolution with.
struct RuleTrail {
    private(set) var steps: [RuleStep] = []

    /// Notes a rule's finding, and hands on what the rule established.
    ///
    /// - Throws: the verdict of a rule that failed.
    mutating func note<Value>(_ rule: RuleStep.Rule, _ finding: RuleFinding<Value>) throws(Verdict) -> Value {
        switch finding {
        case .pass(let value, let detail):
            steps.append(RuleStep(rule: rule, outcome: .pass, detail: detail))
            return value
        case .applied(let value, let detail):
            steps.append(RuleStep(rule: rule, outcome: .applied, detail: detail))
            return value
        case .skipped(let value, let detail):
            steps.append(RuleStep(rule: rule, outcome: .skipped, detail: detail))
            return value
        case .fail(let verdict, let detail):
            steps.append(RuleStep(rule: rule, outcome: .fail, detail: detail))
            throw verdict
        }
    }

    /// Lists the rules that were not asked, so that every explanation has the same rows.
    mutating func skipTheRest() {
        guard let decided = steps.last?.rule else { return }
        for rule in RuleStep.Rule.allCases.dropFirst(steps.count) {
            let detail = "Not asked, because the rule \(decided.rawValue) decided."
            steps.append(RuleStep(rule: rule, outcome: .skipped, detail: detail))
        }
    }
}
