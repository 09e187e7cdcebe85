internal import Foundation
internal import Recordings
internal import Registry

/// Finds the operation that a request is for, once everything that must be right before it is.
///
/// Source: Web Services API, "Error codes": the order of checks.
struct OperationDispatch: Sendable {
    let registry: Registry
    let isFeatureEnabled: Bool
    let limits: WebServicesLimits
    let keeper: AccessKeeper
    let guids: GUIDSource

    /// - Throws: each code of the table that is not reserved.
    func perform(
        _ request: OperationRequest,
        address: String,
        now: Date
    ) async throws(OperationFailure) -> OperationResponse.Outcome {
        guard !PropertyText.trimmed(request.invokeID ?? "").isEmpty else { throw OperationFailure(.invokeIDMissing) }
        guard let operation = request.operation else { throw OperationFailure(.operationUnknown) }
        switch operation {
        case .createSession:
            return CreateSession(keeper: keeper).perform(now: now)
        case .authenticate:
            let session = try session(request, now)
            return try await Authenticate(keeper: keeper, registry: registry).perform(
                try OperationPayload(request.payload, limits: limits),
                sessionID: session.id,
                address: address,
                now: now
            )
        case .logout:
            return Logout(keeper: keeper).perform(sessionID: try session(request, now).id, now: now)
        case .callRecIntAdd:
            return try await perform(CallRecIntAdd(guids: guids), request, address, now)
        case .callRecIntChange:
            return try await perform(CallRecIntChange(), request, address, now)
        case .callRecIntDelete:
            return try await perform(CallRecIntDelete(), request, address, now)
        case .callRecIntInfo:
            return try await perform(CallRecIntInfo(), request, address, now)
        case .callRecIntList:
            return try await perform(CallRecIntList(), request, address, now)
        }
    }

    private func session(
        _ request: OperationRequest,
        _ now: Date
    ) throws(OperationFailure) -> (id: String, standing: Access.Standing) {
        guard let id = request.sessionID, !id.isEmpty else { throw OperationFailure(.sessionIDMissing) }
        guard let standing = keeper.use(id, now: now) else { throw OperationFailure(.sessionInvalid) }
        return (id, standing)
    }

    /// Ends the session of a user whose password was changed, in whichever process, since it signed in.
    private func checkPassword(
        of signedIn: Sessions.SignedIn,
        _ sessionID: String,
        _ now: Date
    ) async throws(OperationFailure) {
        let verifier: Secret?
        do throws(RegistryError) {
            verifier = try await registry.passwordVerifier(of: signedIn.username)
        } catch {
            throw OperationFailure(error)
        }
        guard verifier.map({ PasswordMark($0) }) == signedIn.password else {
            keeper.end(sessionID, now: now)
            throw OperationFailure(.sessionInvalid, "The user's password was changed; create a new session.")
        }
    }

    private func perform(
        _ operation: some EntryOperation,
        _ request: OperationRequest,
        _ address: String,
        _ now: Date
    ) async throws(OperationFailure) -> OperationResponse.Outcome {
        let (sessionID, standing) = try session(request, now)
        guard case .signedIn(let signedIn) = standing, let user = registry.snapshot.user(named: signedIn.username)
        else {
            throw OperationFailure(.notAuthenticated)
        }
        try await checkPassword(of: signedIn, sessionID, now)
        guard isFeatureEnabled else { throw OperationFailure(.featureNotEnabled) }
        // Looked at anew for each request: the user may have become something else since it signed in.
        guard user.isAdministrator else { throw OperationFailure(.noPermission) }
        let call = EntryCall(
            request: request,
            payload: try OperationPayload(request.payload, limits: limits),
            administrator: Administrator(username: signedIn.username, scope: AdministratorScope(user.scope)),
            registry: registry,
            limits: limits,
            address: address,
            now: now
        )
        return try await operation.perform(call)
    }
}
