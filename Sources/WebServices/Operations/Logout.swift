/// Ends a session, whether or not somebody has signed in on it.
///
/// Source: Web Services API, "Session"; the operation's name is inferred.
struct Logout: Sendable {
    let keeper: AccessKeeper

    func perform(sessionID: String) -> OperationResponse.Outcome {
        keeper.remove(sessionID)
        return .done
    }
}
