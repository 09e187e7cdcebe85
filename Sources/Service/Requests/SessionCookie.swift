internal import HTTPTypes
internal import Hummingbird
internal import Recordings

/// The cookie that keeps a browser signed in: the id of its session, where no script can read it and no other site can use it.
///
/// It ends with the browser's own session; what it stands for may end before.
///
/// Source: RFC 6265bis §4.1.3.2, the prefix `__Host-`: no other host and no plain connection can have set it.
struct SessionCookie: Sendable {
    /// Whether the console is reached through https only.
    let isSecure: Bool

    var name: String { isSecure ? "__Host-resolver_session" : "resolver_session" }

    /// The session's id in a request's cookies.
    func id(in headers: HTTPFields) -> Secret? {
        Cookies(from: headers[values: .cookie])[name].map { Secret($0.value) }
    }

    /// `Set-Cookie` that signs in.
    func signingIn(_ id: Secret) -> String { "\(name)=\(id.reveal()); \(attributes)" }

    /// `Set-Cookie` that signs out.
    var signingOut: String { "\(name)=; \(attributes); Max-Age=0" }

    private var attributes: String { "Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "") }
}
