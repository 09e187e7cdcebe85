/// What a browser brings back from the identity provider.
///
/// Source: RFC 6749 §4.1.2; RFC 9207 §2.
struct ProviderAnswer: Sendable, Hashable {
    /// The longest value that is looked at, in bytes.
    private static let maximumBytes = 4_096

    let code: String?
    let state: String?
    let issuer: String?
    let error: String?

    /// The code, once the answer is known to be one to this beginning, by this provider.
    ///
    /// - Throws: `mixedUp`, `denied`.
    func code(
        to beginning: SignInBeginning,
        issuer own: String,
        namesIssuer: Bool
    ) throws(OpenIDConnectFailure) -> String {
        guard let state, SameText.isSame(state, beginning.state) else { throw .mixedUp }
        // RFC 9207 §2.4: another provider's answer is refused, and one without a name from a provider that always gives it.
        guard issuer == own || issuer == nil && !namesIssuer else { throw .mixedUp }
        guard error == nil else { throw .denied }
        guard let code, !code.isEmpty, code.utf8.count <= Self.maximumBytes else { throw .denied }
        return code
    }
}
