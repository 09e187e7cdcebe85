internal import Foundation
internal import Recordings
internal import Registry
internal import WebServices

/// Decides who comes in by what they bring, and begins their session.
struct SignInDesk: Sendable {
    let registry: Registry
    let sessions: SessionKeeper
    /// Of lockouts, together with the XML API's.
    let accesses: AccessKeeper
    let now: @Sendable () -> Date

    /// Somebody who came in.
    struct Entrance: Sendable {
        let identity: Requester.Identity
        /// The new session's id.
        let session: Secret
    }

    /// Signs in by a token, or by name and password of an administrator.
    ///
    /// - Parameters:
    ///   - proof: what came.
    ///   - address: where from, without port.
    /// - Returns: who came in, with a new session.
    /// - Throws: 401 for what is wrong, in the same words for a wrong name and a wrong password; 403 for a user who does not administer; 429 during a lockout.
    func signIn(_ proof: SignInFields.Proof, address: String) async throws -> Entrance {
        // Before anything is asked of the registry, so that what changes meanwhile is looked at again.
        let generation = registry.generation
        switch proof {
        case .token(let secret):
            guard let token = registry.authenticate(bearer: secret) else { throw Problem.tokenUnknown }
            return begin(.token(token), password: nil, generation: generation)
        case .password(let password, let username):
            switch try await accesses.verify(password, of: username, address: address, in: registry, now: now()) {
            case .locked: throw Problem.lockedOut
            case .wrong: throw Problem.wrongPassword
            case .right(let user, let mark):
                guard user.isAdministrator else { throw Problem.noAdministrator(user.username) }
                return begin(.administrator(user), password: mark, generation: generation)
            }
        }
    }

    /// Begins the session of somebody who came in without a password, which ends all the same when the user gets another one.
    ///
    /// - Throws: what a registry that cannot be read means.
    func begin(_ identity: Requester.Identity, generation: UInt64) async throws(RegistryError) -> Entrance {
        var password: PasswordMark?
        if case .administrator(let user) = identity {
            password = try await registry.passwordVerifier(of: user.username).map { PasswordMark($0) }
        }
        return begin(identity, password: password, generation: generation)
    }

    private func begin(_ identity: Requester.Identity, password: PasswordMark?, generation: UInt64) -> Entrance {
        let session = sessions.begin(identity, password: password, generation: generation)
        return Entrance(identity: identity, session: session)
    }
}

extension Problem {
    fileprivate static let tokenUnknown = Problem.unauthenticated("This token is not known here, or was revoked.")

    fileprivate static let wrongPassword = Problem.unauthenticated("The user name or the password is wrong.")

    fileprivate static let lockedOut = Problem(
        status: 429,
        code: "accountLocked",
        title: "Too many failed tries",
        detail: "Too many tries with this name failed; wait for some minutes, then try again.",
        isRetryable: true
    )

    /// Who is a user, but may not come in.
    fileprivate static func noAdministrator(_ username: String) -> Problem {
        .forbidden("noPermission", "\(username) is no administrator, and only administrators sign in here.")
    }
}
