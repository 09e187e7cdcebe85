package import Foundation
package import Recordings
package import Registry
internal import Synchronization

/// Holds the one ``Access`` of a service for requests that come at the same time: the XML API's, and others' that bring name and password.
package final class AccessKeeper: Sendable {
    private let access: Mutex<Access>

    package init(limits: WebServicesLimits = WebServicesLimits()) {
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

    /// Compares a password that came in clear, with the same lockouts as the XML API's sign-ins.
    ///
    /// Whether the user may do anything is not looked at.
    ///
    /// - Parameters:
    ///   - password: in clear; forgotten afterwards.
    ///   - username: in any spelling that the registry finds a user by.
    ///   - address: of whoever asks, without port.
    ///   - registry: that knows the users.
    ///   - now: the time, for lockouts.
    /// - Returns: the user, if the password is right.
    /// - Throws: what a registry that cannot be read means.
    package func verify(
        _ password: Secret,
        of username: String,
        address: String,
        in registry: Registry,
        now: Date
    ) async throws(RegistryError) -> PasswordVerdict {
        let named = try await NamedUser(username, in: registry)
        let attempt = PasswordAttempt(
            username: named.username,
            given: PasswordVerifier.make(from: password),
            address: address,
            verifier: named.verifier
        )
        let isRight = access.withLock { $0.isRight(attempt, now: now) }
        guard let isRight else { return .locked }
        guard isRight, let user = named.user, let verifier = named.verifier else { return .wrong }
        return .right(user, PasswordMark(verifier))
    }
}
