internal import HTTPTypes
internal import Hummingbird
internal import Recordings

/// The cookie that keeps a browser signed in: the API token itself, where no script can read it and no other site can use it.
///
/// It ends with the browser's session; a revoked token ends it at once.
enum SessionCookie {
    static let name = "resolver_session"
    /// The longest token that is kept, in bytes.
    static let maximumTokenBytes = 512

    /// The token in a request's cookies.
    static func token(in headers: HTTPFields) -> Secret? {
        Cookies(from: headers[values: .cookie])[name].map { Secret($0.value) }
    }

    /// Whether a token can stand in a cookie as it is.
    ///
    /// Source: RFC 6265 §4.1.1, `cookie-octet`; tokens made here are base64url.
    static func canHold(_ token: Secret) -> Bool {
        let bytes = token.reveal().utf8
        return !bytes.isEmpty && bytes.count <= maximumTokenBytes
            && bytes.allSatisfy { (0x21...0x7E).contains($0) && !"\",;\\".utf8.contains($0) }
    }

    /// `Set-Cookie` that signs in.
    ///
    /// - Parameters:
    ///   - token: what ``canHold(_:)`` accepts.
    ///   - isSecure: whether the console is reached through https only.
    /// - Returns: the header's value.
    static func signingIn(_ token: Secret, isSecure: Bool) -> String {
        "\(name)=\(token.reveal()); \(attributes(isSecure: isSecure))"
    }

    /// `Set-Cookie` that signs out.
    static func signingOut(isSecure: Bool) -> String {
        "\(name)=; \(attributes(isSecure: isSecure)); Max-Age=0"
    }

    private static func attributes(isSecure: Bool) -> String {
        "Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }
}
