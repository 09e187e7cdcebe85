internal import Foundation
internal import Recordings
internal import Registry

/// Ties an administrator to a session.
///
/// Source: Web Services API, "Session"; the names of the two properties are ours.
struct Authenticate: Sendable {
    let keeper: AccessKeeper
    let registry: Registry

    /// - Throws: 10302, 10305, 10307, 10511, and what a registry that cannot be read means.
    func perform(
        _ payload: OperationPayload,
        sessionID: String,
        address: String,
        now: Date
    ) async throws(OperationFailure) -> OperationResponse.Outcome {
        let named: NamedUser
        do throws(RegistryError) {
            named = try await NamedUser(payload[.username] ?? "", in: registry)
        } catch {
            throw OperationFailure(error)
        }
        let attempt = SignIn(
            sessionID: sessionID,
            username: named.username,
            digest: payload[.password] ?? "",
            address: address,
            verifier: named.verifier,
            isAdministrator: named.user?.isAdministrator ?? false
        )
        try keeper.signIn(attempt, now: now)
        return .done
    }
}

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
