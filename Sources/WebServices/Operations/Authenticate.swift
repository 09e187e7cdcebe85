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
        let given = String((payload[.username] ?? "").unicodeScalars.prefix(ImportLimits.maximumUsernameLength))
        let user = registry.snapshot.user(named: given)
        // From here on as the registry spells it.
        let username = user?.username ?? given
        let verifier: Secret?
        do throws(RegistryError) {
            verifier = try await registry.passwordVerifier(of: username)
        } catch {
            throw OperationFailure(error)
        }
        let attempt = SignIn(
            sessionID: sessionID,
            username: username,
            digest: payload[.password] ?? "",
            address: address,
            verifier: verifier,
            isAdministrator: user?.isAdministrator ?? false
        )
        try keeper.signIn(attempt, now: now)
        return .done
    }
}
