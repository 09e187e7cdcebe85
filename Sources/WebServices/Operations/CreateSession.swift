internal import Foundation

/// Makes a session, and a nonce to sign in on it with.
///
/// Source: Web Services API, "Session".
struct CreateSession: Sendable {
    let keeper: AccessKeeper

    func perform(now: Date) -> OperationResponse.Outcome {
        let session = keeper.createSession(now: now)
        return .success([.property(.sessionID, session.id), .property(.nonce, session.nonce)])
    }
}
