internal import Recordings

/// Rule 6: the assigned entry's scope covers the user's.
///
/// The demonstration entry is used whatever the user's scope.
///
/// Source: Call Recording Integration Entries, "Recording Integration Entry Scoping".
struct ScopeRule {
    func finding(for entry: IntegrationEntry, chosen: ChosenEntry, user: ReportingUser) -> RuleFinding<Void> {
        guard case .assigned = chosen else {
            return .skipped((), detail: "The demonstration entry serves every user who has an assignment.")
        }
        let entryName = "Entry \"\(entry.description)\" (\(entry.scope))"
        let userName = "user \"\(user.username)\" (\(user.scope))"
        guard entry.scope.serves(userScope: user.scope) else {
            return .fail(.outOfScope(entry), detail: "\(entryName) does not cover \(userName).")
        }
        return .pass((), detail: "\(entryName) covers \(userName).")
    }
}
