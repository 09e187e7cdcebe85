internal import Foundation
internal import Recordings
internal import Sharing

/// Who may come in: sessions and lockouts, decided together and at once, so that attempts at the same moment cannot pass each other.
struct Access {
    /// What a session is good for.
    enum Standing: Hashable {
        /// Made, and waiting for somebody to sign in with this nonce; nothing is kept of it.
        case waiting(nonce: String)
        case signedIn(Sessions.SignedIn)
    }

    private let issuer: SessionIssuer
    private var sessions: Sessions
    private var failed: SpentSessions
    private var ended: SpentSessions
    private var lockouts: Lockouts
    /// Stands in for the verifier of a user who has none, so that the work is the same.
    private let nobodysVerifier = Secret(HexText.lowercase((0..<32).map { _ in UInt8.random(in: .min ... .max) }))

    init(limits: WebServicesLimits) {
        let seconds = limits.sessions.signInSeconds
        issuer = SessionIssuer(lifetimeSeconds: seconds)
        sessions = Sessions(limits: limits.sessions)
        failed = SpentSessions(maximumCount: limits.sessions.failedSignIns, lifetimeSeconds: 2 * seconds)
        ended = SpentSessions(maximumCount: limits.sessions.endedSessions, lifetimeSeconds: 2 * seconds)
        lockouts = Lockouts(limits: limits.lockouts)
    }

    /// Makes a session.
    func createSession(now: Date) -> (id: String, nonce: String) {
        issuer.issue(now: now)
    }

    /// A session's standing; using one on which somebody has signed in keeps it from becoming idle.
    ///
    /// - Returns: `nil` when there is none, or not any more.
    mutating func use(_ id: String, now: Date) -> Standing? {
        if let signedIn = sessions.use(id, now: now) { return .signedIn(signedIn) }
        // Idle ones are let go of, but not to be signed in on again.
        if sessions.remove(id) { ended.add(id, now: now) }
        guard !ended.contains(id), !failed.contains(id), let nonce = issuer.nonce(of: id, now: now) else { return nil }
        return .waiting(nonce: nonce)
    }

    /// Whether somebody has signed in on a session.
    func isSignedIn(_ id: String, now: Date) -> Bool {
        sessions.contains(id, now: now)
    }

    /// Ends a session, whether or not somebody has signed in on it.
    mutating func end(_ id: String, now: Date) {
        if sessions.remove(id) {
            ended.add(id, now: now)
        } else if !ended.contains(id) {
            failed.add(id, now: now)
        }
    }

    /// Ties a user to a session; a failure ends the session, its nonce included, so that each guess needs a new one.
    ///
    /// - Throws: 10302; 10307 during a lockout; 10305 for a wrong digest, an unknown user, or a session on which somebody has signed
    ///   in; 10511 for a user who does not administer.
    mutating func signIn(_ attempt: SignIn, now: Date) throws(OperationFailure) {
        guard let standing = use(attempt.sessionID, now: now) else { throw OperationFailure(.sessionInvalid) }
        let culprit = Lockouts.Culprit(username: attempt.username, address: attempt.address)
        guard !lockouts.isLocked(culprit, now: now), !ended.isFull(now: now) else {
            end(attempt.sessionID, now: now)
            throw OperationFailure(.accountLocked)
        }
        guard case .waiting(let nonce) = standing else {
            end(attempt.sessionID, now: now)
            throw OperationFailure(.notAuthenticated, "The session's nonce was used before; create a new session.")
        }
        guard isRight(attempt, nonce), let verifier = attempt.verifier else {
            end(attempt.sessionID, now: now)
            lockouts.fail(culprit, now: now)
            throw OperationFailure(.notAuthenticated, "The user name or password is wrong; create a new session.")
        }
        lockouts.succeed(culprit)
        guard attempt.isAdministrator else {
            end(attempt.sessionID, now: now)
            throw OperationFailure(.noPermission)
        }
        let signedIn = Sessions.SignedIn(username: attempt.username, password: PasswordMark(verifier))
        for id in sessions.add(attempt.sessionID, signedIn, now: now) { ended.add(id, now: now) }
    }

    /// Whether a password that came in clear is the user's; failures count together with those on sessions.
    ///
    /// - Returns: `nil` during a lockout, when nothing is compared.
    mutating func isRight(_ attempt: PasswordAttempt, now: Date) -> Bool? {
        let culprit = Lockouts.Culprit(username: attempt.username, address: attempt.address)
        guard !lockouts.isLocked(culprit, now: now) else { return nil }
        let expected = (attempt.verifier ?? nobodysVerifier).reveal()
        guard PasswordDigest.matches(attempt.given.reveal(), expected), attempt.verifier != nil else {
            lockouts.fail(culprit, now: now)
            return false
        }
        lockouts.succeed(culprit)
        return true
    }

    private func isRight(_ attempt: SignIn, _ nonce: String) -> Bool {
        let expected = PasswordDigest.make(nonce: nonce, verifier: attempt.verifier ?? nobodysVerifier)
        return PasswordDigest.matches(attempt.digest, expected) && attempt.verifier != nil
    }
}
