internal import Recordings
internal import Registry

/// A user whose name somebody gives who signs in, with what its password is verified with.
struct NamedUser: Sendable {
    /// As the registry spells it; as it was given where there is no such user.
    let username: String
    let user: ReportingUser?
    /// `nil` when there is no such user, or none with a password.
    let verifier: Secret?

    /// - Throws: what a registry that cannot be read means.
    init(_ given: String, in registry: Registry) async throws(RegistryError) {
        let given = String(given.unicodeScalars.prefix(ImportLimits.maximumUsernameLength))
        let user = registry.snapshot.user(named: given)
        self.user = user
        username = user?.username ?? given
        verifier = try await registry.passwordVerifier(of: username)
    }
}
