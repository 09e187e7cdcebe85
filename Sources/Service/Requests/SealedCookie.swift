internal import HTTPTypes
internal import Hummingbird

/// The cookie with the sealed beginning of a sign-in at an identity provider, which is sent along when another site leads here.
///
/// Source: RFC 6265bis §5.6.7.1, `Lax`.
struct SealedCookie: Sendable {
    /// The longest value that is looked at, in bytes; the longest target fits.
    private static let maximumBytes = 8_192

    /// Whether the console is reached through https only.
    let isSecure: Bool
    /// How long the browser keeps it.
    let seconds: Int

    var name: String { isSecure ? "__Host-resolver_sign_in" : "resolver_sign_in" }

    func value(in headers: HTTPFields) -> String? {
        Cookies(from: headers[values: .cookie])[name].flatMap {
            $0.value.utf8.count <= Self.maximumBytes ? $0.value : nil
        }
    }

    /// `Set-Cookie` that keeps a value.
    func setting(_ value: String) -> String { "\(name)=\(value); \(attributes); Max-Age=\(seconds)" }

    /// `Set-Cookie` that takes it back.
    var removing: String { "\(name)=; \(attributes); Max-Age=0" }

    private var attributes: String { "Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") }
}
