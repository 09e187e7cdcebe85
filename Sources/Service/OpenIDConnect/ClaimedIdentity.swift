internal import Recordings
internal import Registry

/// Who somebody is here whom the identity provider let in.
struct ClaimedIdentity: Sendable {
    /// The longest name that a claim may give, in characters.
    private static let maximumNameLength = 256

    let settings: OpenIDConnectSettings

    /// An administrator of the registry whom the claim names; else, where roles are configured, whoever has one of them.
    ///
    /// - Throws: `notPermitted`.
    func identity(
        of claims: IDTokenClaims,
        in snapshot: RegistrySnapshot
    ) throws(OpenIDConnectFailure) -> Requester.Identity {
        guard let name = name(in: claims) else { throw .notPermitted }
        if let user = snapshot.user(named: name), user.isAdministrator { return .administrator(user) }
        guard let role = role(in: claims) else { throw .notPermitted }
        return .guest(name, role)
    }

    /// An address that nobody has confirmed names nobody: some providers let people write what they like there.
    private func name(in claims: IDTokenClaims) -> String? {
        if settings.usernameClaim == "email", claims.values["email_verified"] == .flag(false) { return nil }
        guard let name = claims.values[settings.usernameClaim]?.text, !name.isEmpty,
            name.unicodeScalars.count <= Self.maximumNameLength,
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return name
    }

    private func role(in claims: IDTokenClaims) -> TokenRole? {
        guard !settings.roleClaim.isEmpty else { return nil }
        let roles = claims.values[settings.roleClaim]?.texts ?? []
        if !settings.administratorRole.isEmpty, roles.contains(settings.administratorRole) { return .admin }
        if !settings.reportRole.isEmpty, roles.contains(settings.reportRole) { return .report }
        return nil
    }
}
