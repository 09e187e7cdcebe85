package import Recordings

/// Signing in to the console by an identity provider.
///
/// Source: OpenID Connect Core 1.0.
package struct OpenIDConnectSettings: Sendable {
    /// The provider's issuer identifier, a URL; empty for no provider.
    package var issuer = ""
    package var clientID = ""
    /// Empty for a client that keeps none, which PKCE alone protects.
    package var clientSecret = Secret("")
    /// The file with it; empty where it stands in the configuration, or there is none.
    package var clientSecretFile = ""
    /// The claim that names a user of the registry.
    package var usernameClaim = "preferred_username"
    /// The claim with the roles of who is no administrator of the registry; empty for none.
    package var roleClaim = ""
    /// The role of those who administer everything, and of those who read reports; empty for none.
    package var administratorRole = ""
    package var reportRole = ""
    package var scopes = "openid profile"
    /// What people call the provider.
    package var label = "single sign-on"

    package init() {}

    package var isEnabled: Bool { !issuer.isEmpty }
}
