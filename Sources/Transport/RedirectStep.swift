/// The request that a redirect asks for; pure.
package struct RedirectStep {
    package let request: HTTPRequest
    package let url: RequestURL

    /// Fields that may follow to another origin: whatever is not known to be harmless may be a credential.
    private static let harmlessFields: Set<String> = [
        "accept", "accept-encoding", "accept-language", "user-agent", "range", "if-range", "if-match", "if-none-match",
        "if-modified-since", "if-unmodified-since",
    ]

    /// Where a response sends the client, when it is a redirect: its `Location`.
    package static func location(status: Int, headers: HTTPHeaders) -> String? {
        switch status {
        case 301, 302, 303, 307, 308: headers["Location"]
        default: nil
        }
    }

    /// Source: RFC 9110, 15.4: 303 turns into GET, and so does POST after 301 and 302; 307 and 308 repeat the request.
    ///
    /// - Parameters:
    ///   - status: of the redirect.
    ///   - location: its target, absolute or relative.
    ///   - previous: the request that was redirected.
    ///   - previousURL: its address.
    /// - Throws: ``TransportError/redirectRefused`` for a target that cannot be used, lies on plain HTTP behind HTTPS, or would be
    ///   sent a body on another origin; ``TransportError/refusedByEgress`` for another scheme.
    package init(
        status: Int,
        location: String,
        previous: HTTPRequest,
        previousURL: RequestURL
    ) throws(TransportError) {
        let target: RequestURL
        do throws(TransportError) {
            target = try previousURL.resolving(location: location)
        } catch {
            throw error == .invalidURL ? .redirectRefused : error
        }
        guard !(previousURL.scheme == .https && target.scheme == .http) else {
            throw .redirectRefused
        }
        var request = previous
        request.url = target.text
        let becomesGet = (status == 303 && previous.method != "HEAD") || (status <= 302 && previous.method == "POST")
        if becomesGet {
            request.method = "GET"
            request.body = []
            request.headers.removeAll { HTTPHeaders.isSame($0.name, "Content-Type") }
        }
        if !target.hasSameOrigin(as: previousURL) {
            guard request.body.isEmpty else {
                throw .redirectRefused
            }
            request.headers.removeAll { !Self.harmlessFields.contains($0.name.lowercased()) }
        }
        self.request = request
        self.url = target
    }
}
