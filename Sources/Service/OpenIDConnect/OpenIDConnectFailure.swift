/// Why somebody did not come in by the identity provider.
enum OpenIDConnectFailure: Error, Sendable, Hashable {
    /// The provider does not answer, or not as it should.
    case providerUnreachable
    /// What it says of itself is not what is configured, or not safe.
    case discoveryRefused
    /// The browser does not have what it was given at the beginning, or no longer.
    case notBegun
    /// The answer is to another beginning, or another provider's.
    case mixedUp
    /// The provider let nobody in.
    case denied
    /// The provider did not take the code.
    case codeRefused
    case tokenRefused(IDTokenFault)
    /// Who was let in is nobody here.
    case notPermitted

    /// The stable word for logs.
    var reason: String {
        switch self {
        case .providerUnreachable: "identityProviderUnreachable"
        case .discoveryRefused: "identityProviderRefused"
        case .notBegun: "signInNotBegun"
        case .mixedUp: "signInMixedUp"
        case .denied: "signInDenied"
        case .codeRefused: "codeRefused"
        case .tokenRefused: "idTokenRefused"
        case .notPermitted: "noPermission"
        }
    }

    /// As pages tell it; what is wrong with a token is for the log.
    var problem: Problem {
        switch self {
        case .providerUnreachable:
            page(502, "The identity provider does not answer as it should at the moment. Try again soon.")
        case .discoveryRefused:
            page(
                502,
                "The identity provider does not describe itself as the service expects it; its operator can see why."
            )
        case .notBegun:
            page(400, "The sign-in took too long, or was begun in another window or browser. Begin again.")
        case .mixedUp:
            page(400, "This answer does not belong to the sign-in that was begun in this browser. Begin again.")
        case .denied:
            page(403, "The identity provider did not let you in.")
        case .codeRefused:
            page(502, "The identity provider did not confirm the sign-in. Begin again.")
        case .tokenRefused:
            page(502, "What the identity provider confirmed cannot be trusted, so nobody was signed in.")
        case .notPermitted:
            page(403, "The identity provider knows you, but you are no administrator here.")
        }
    }

    private func page(_ status: Int, _ detail: String) -> Problem {
        Problem(status: status, code: reason, title: "Not signed in", detail: detail)
    }
}

/// What is wrong with an ID token; the raw value is the word for the log.
enum IDTokenFault: String, Error, Sendable, Hashable, CaseIterable {
    /// Not three parts of JSON in base64url, or too long.
    case malformed
    /// Signed in a way that is not taken: unsigned, by a shared secret, or one that this service does not know.
    case algorithm
    /// It asks for an extension to be understood (RFC 7515 §4.1.11).
    case critical
    /// No key of the provider has the id that it names, or none fits its algorithm.
    case keyUnknown
    case signature
    case issuer
    case audience
    case authorizedParty
    case expired
    /// Not valid yet, or from the future.
    case early
    case nonce
    /// It names nobody.
    case subject
}
