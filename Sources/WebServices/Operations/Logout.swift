internal import Foundation

/// Ends a session, whether or not somebody has signed in on it.
///
/// Source: Web Services API, "Session"; the operation's name is inferred.
struct Logout: Sendable {
    let keeper: AccessKeeper

    func perform(sessionID: String, now: Date) -> OperationResponse.Outcome {
        keeper.end(sessionID, now: now)
        return .done
    }
}
