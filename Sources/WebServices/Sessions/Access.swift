internal import Foundation
internal import Recordings

/// Who may come in: sessions and lockouts, decided together and at once, so that attempts at the same moment cannot pass each other.
struct Access {
    /// 16 random bytes each, in hex: 32 digits.
    static let identifierBytes = 16

    var sessions: Sessions
    private var lockouts: Lockouts
    /// Stands in for the verifier of a user who has none, so that the work is the same.
    private let nobodysVerifier = Secret(HexText.random(bytes: 32))

    init(limits: WebServicesLimits) {
        sessions = Sessions(limits: limits.sessions)
        lockouts = Lockouts(limits: limits.lockouts)
    }

    /// Makes a session.
    mutating func createSession(address: String, now: Date) -> (id: String, nonce: String) {
        let id = HexText.random(bytes: Self.identifierBytes).uppercased()
        let nonce = HexText.random(bytes: Self.identifierBytes)
        sessions.create(id, nonce: nonce, address: address, now: now)
        return (id, nonce)
    }

    /// Ties a user to a session; a failure clears the session, its nonce included, so that each guess needs a new one.
    ///
    /// - Throws: 10302; 10307 during a lockout; 10305 for a wrong digest, an unknown user, or a session on which somebody has signed
    ///   in; 10511 for a user who does not administer.
    mutating func signIn(_ attempt: SignIn, now: Date) throws(OperationFailure) {
        guard let standing = sessions.use(attempt.sessionID, now: now) else { throw OperationFailure(.sessionInvalid) }
        guard !lockouts.isLocked(.user(attempt.username), now: now),
            !lockouts.isLocked(.address(attempt.address), now: now)
        else {
            sessions.remove(attempt.sessionID)
            throw OperationFailure(.accountLocked)
        }
        guard case .waiting(let nonce) = standing else {
            sessions.remove(attempt.sessionID)
            throw OperationFailure(.notAuthenticated, "The session's nonce was used before; create a new session.")
        }
        guard isRight(attempt, nonce) else {
            sessions.remove(attempt.sessionID)
            lockouts.fail(.user(attempt.username), now: now)
            lockouts.fail(.address(attempt.address), now: now)
            throw OperationFailure(.notAuthenticated, "The user name or password is wrong; create a new session.")
        }
        lockouts.succeed(user: attempt.username)
        guard attempt.isAdministrator else {
            sessions.remove(attempt.sessionID)
            throw OperationFailure(.noPermission)
        }
        sessions.signIn(attempt.sessionID, username: attempt.username)
    }

    private func isRight(_ attempt: SignIn, _ nonce: String) -> Bool {
        let expected = PasswordDigest.make(nonce: nonce, verifier: attempt.verifier ?? nobodysVerifier)
        return PasswordDigest.matches(attempt.digest, expected) && attempt.verifier != nil
    }
}
