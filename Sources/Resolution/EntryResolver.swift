package import Recordings

/// Decides which integration entry is asked for a user's report, and explains why, rule by rule.
///
/// Pure: the same request over the same snapshot gives the same answer.
package struct EntryResolver: Sendable {
    package let isFeatureEnabled: Bool

    package init(isFeatureEnabled: Bool) {
        self.isFeatureEnabled = isFeatureEnabled
    }

    package func resolve(_ request: ResolutionRequest, in snapshot: RegistrySnapshot) -> Resolution {
        var trail = RuleTrail()
        do throws(Verdict) {
            let entry = try askRules(request, snapshot, &trail)
            return Resolution(verdict: .entry(entry), steps: trail.steps)
        } catch {
            trail.skipTheRest()
            return Resolution(verdict: error, steps: trail.steps)
        }
    }

    /// The rules, in order.
    ///
    /// Each works on what the ones before it established.
    private func askRules(
        _ request: ResolutionRequest,
        _ snapshot: RegistrySnapshot,
        _ trail: inout RuleTrail
    ) throws(Verdict) -> IntegrationEntry {
        try trail.note(.featureSwitch, FeatureSwitchRule(isEnabled: isFeatureEnabled).finding())
        let user = try trail.note(.user, UserRule(username: request.username).finding(in: snapshot))
        let assigned = try trail.note(.assignment, AssignmentRule().finding(for: user))
        let simulator = SimulatorRule(telSysID: request.telSysID)
        let chosen = try trail.note(.demonstrationSimulator, simulator.finding(assigned: assigned, in: snapshot))
        let entry = try trail.note(.entry, EntryRule().finding(for: chosen, in: snapshot))
        try trail.note(.scope, ScopeRule().finding(for: entry, chosen: chosen, user: user))
        return entry
    }
}
