/// An identity provider to sign in to the console by.
extension ConfigurationKey {
    static let oidc: [ConfigurationKey] = [
        text(
            "oidc.issuer",
            \.openIDConnect.issuer,
            .restart,
            """
            The identity provider that people may sign in to the console by (OpenID Connect): its issuer identifier, to \
            the letter. Needs http.publicBaseURL; the address to register there is this, followed by \
            /console/sign-in/oidc/callback. Empty for none.
            """,
            expectation: "empty, or an https address without a query, or one of plain HTTP on this machine",
            isRight: { $0.isEmpty || ProviderURL.isIssuer($0) }
        ),
        text(
            "oidc.clientID",
            \.openIDConnect.clientID,
            .restart,
            "What the identity provider calls this service.",
            expectation: "a text",
            isRight: { _ in true }
        ),
        secret(
            "oidc.clientSecret",
            \.openIDConnect.clientSecret,
            .restart,
            """
            The secret that it gave; to be set as RESOLVER_OIDC_CLIENT_SECRET rather than here. Empty for a client that \
            has none (PKCE is used in any case).
            """
        ),
        file(
            "oidc.clientSecretFile",
            \.openIDConnect.clientSecretFile,
            .restart,
            "A file with the secret, in place of oidc.clientSecret."
        ),
        name(
            "oidc.usernameClaim",
            \.openIDConnect.usernameClaim,
            """
            The claim of the ID token that names a user of the registry, who comes in as the administrator that it is. \
            It must be one that people cannot change for themselves at the provider.
            """
        ),
        name(
            "oidc.roleClaim",
            \.openIDConnect.roleClaim,
            """
            The claim with the roles of somebody who is no administrator of the registry; empty to let nobody else in.
            """
        ),
        name(
            "oidc.administratorRole",
            \.openIDConnect.administratorRole,
            "Whoever has this role there administers everything; empty for nobody."
        ),
        name(
            "oidc.reportRole",
            \.openIDConnect.reportRole,
            "Whoever has this role there reads reports; empty for nobody."
        ),
        text(
            "oidc.scopes",
            \.openIDConnect.scopes,
            .restart,
            "What the identity provider is asked for.",
            expectation: "names with spaces between them, openid among them",
            isRight: { $0.split(separator: " ").contains("openid") }
        ),
        text(
            "oidc.label",
            \.openIDConnect.label,
            .restart,
            "What people call the identity provider: Sign in with …",
            expectation: "a text of 1 to 60 characters",
            isRight: { (1...60).contains($0.count) }
        ),
    ]

    private static func name(_ name: String, _ path: Path<String>, _ help: String) -> ConfigurationKey {
        text(name, path, .restart, help, expectation: "a text", isRight: { _ in true })
    }
}
