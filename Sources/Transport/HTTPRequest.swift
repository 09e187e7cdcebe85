/// A request, complete before it is sent.
package struct HTTPRequest: Sendable {
    package var method: String
    /// An absolute `http` or `https` address, sent byte for byte: presigned addresses break when re-encoded.
    ///
    /// Its query may be secret and is never logged.
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    package var limits: TransferLimits
    package var redirects: RedirectPolicy
    /// Whether it is never sent a second time unasked, for peers that count: where libcurl would repeat it on another connection, it fails with
    /// ``TransportError/staleConnection``.
    package var isCounted: Bool
    /// Which places it competes for.
    package var claim: TransferClaim

    package init(
        method: String = "GET",
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        limits: TransferLimits = TransferLimits(),
        redirects: RedirectPolicy = .refuse,
        isCounted: Bool = false,
        claim: TransferClaim = TransferClaim()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.redirects = redirects
        self.isCounted = isCounted
        self.claim = claim
    }
}
