internal import Foundation
internal import Synchronization

/// Holds the one ``Access`` of an endpoint for requests that come at the same time.
final class AccessKeeper: Sendable {
    private let access: Mutex<Access>

    init(limits: WebServicesLimits) {
        access = Mutex(Access(limits: limits))
    }

    func createSession(now: Date) -> (id: String, nonce: String) {
        access.withLock { $0.createSession(now: now) }
    }

    /// A session's standing; `nil` when there is none, or not any more.
    func use(_ sessionID: String, now: Date) -> Access.Standing? {
        access.withLock { $0.use(sessionID, now: now) }
    }

    func isSignedIn(_ sessionID: String, now: Date) -> Bool {
        access.withLock { $0.isSignedIn(sessionID, now: now) }
    }

    func signIn(_ attempt: SignIn, now: Date) throws(OperationFailure) {
        try access.withLock { access throws(OperationFailure) in try access.signIn(attempt, now: now) }
    }

    func end(_ sessionID: String, now: Date) {
        access.withLock { $0.end(sessionID, now: now) }
    }
}
