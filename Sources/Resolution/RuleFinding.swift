/// What one rule found; `Value` is what the rule establishes for the rules after it.
enum RuleFinding<Value> {
    /// No objection.
    case pass(Value, detail: String)
    /// The rule changed which entry is used.
    case applied(Value, detail: String)
    /// The rule does not concern this case.
    case skipped(Value, detail: String)
    /// Decided: the verdict, and no later rule is asked.
    case fail(Verdict, detail: String)
}
