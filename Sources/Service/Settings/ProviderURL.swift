internal import Foundation

/// Which addresses of an identity provider are spoken to: https, or plain HTTP with this machine alone.
///
/// Source: OpenID Connect Core 1.0 §16.17, OpenID Connect Discovery 1.0 §3 ("https" throughout).
enum ProviderURL {
    private static let maximumBytes = 2_048
    private static let loopbackHosts: Set<String> = ["127.0.0.1", "localhost", "::1", "[::1]"]

    static func isRight(_ text: String) -> Bool {
        guard text.utf8.count <= maximumBytes, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return false }
        return parts.scheme == "https" || parts.scheme == "http" && loopbackHosts.contains(host)
    }

    /// Whether a text is an issuer identifier, which has no query either.
    static func isIssuer(_ text: String) -> Bool { isRight(text) && !text.contains("?") }
}
