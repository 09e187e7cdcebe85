internal import Recordings

/// Rule 2: the user is known.
struct UserRule {
    let username: String

    func finding(in snapshot: RegistrySnapshot) -> RuleFinding<ReportingUser> {
        guard let user = snapshot.user(named: username) else {
            return .fail(.unknownUser, detail: "No user is named \"\(username)\".")
        }
        return .pass(user, detail: "User \"\(user.username)\" is known; the user's scope is \(user.scope).")
    }
}
