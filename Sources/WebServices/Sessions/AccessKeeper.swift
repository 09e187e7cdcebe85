internal import Foundation
internal import Synchronization

/// Holds the one ``Access`` of an endpoint for requests that come at the same time.
final class AccessKeeper: Sendable {
    private let access: Mutex<Access>

    init(limits: WebServicesLimits) {
        access = Mutex(Access(limits: limits))
    }

    func createSession(address: String, now: Date) -> (id: String, nonce: String) {
        access.withLock { $0.createSession(address: address, now: now) }
    }

    /// A session's standing; `nil` when there is none, or not any more.
    func use(_ sessionID: String, now: Date) -> Sessions.Standing? {
        access.withLock { $0.sessions.use(sessionID, now: now) }
    }

    func signIn(_ attempt: SignIn, now: Date) throws(OperationFailure) {
        try access.withLock { access throws(OperationFailure) in try access.signIn(attempt, now: now) }
    }

    func remove(_ sessionID: String) {
        access.withLock { $0.sessions.remove(sessionID) }
    }
}
