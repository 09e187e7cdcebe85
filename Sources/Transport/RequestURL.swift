import CCurl

/// An `http` or `https` address, taken apart by the parser that libcurl connects with, so that both mean the same host.
package struct RequestURL: Hashable, Sendable {
    /// Longer addresses are refused; presigned ones stay below 4 KiB.
    package static let maximumBytes = 16 * 1024

    package enum Scheme: String, Hashable, Sendable {
        case http
        case https
    }

    /// As given.
    package let text: String
    package let scheme: Scheme
    /// In lower case; an IPv6 address in brackets.
    package let host: String
    package let port: Int

    /// - Throws: ``TransportError/invalidURL``, or ``TransportError/refusedByEgress`` for another scheme.
    package init(_ text: String) throws(TransportError) {
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, text.utf8.count <= Self.maximumBytes, let parts = CurlURL(text) else {
            throw .invalidURL
        }
        guard let scheme = parts.part(CURLUPART_SCHEME).flatMap({ Scheme(rawValue: $0.lowercased()) }) else {
            throw .refusedByEgress
        }
        guard let host = parts.part(CURLUPART_HOST), !host.isEmpty,
            let portText = parts.part(CURLUPART_PORT, flags: ccurl_url_default_port), let port = Int(portText)
        else {
            throw .invalidURL
        }
        self.text = text
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
    }

    /// `host:port`, which limits are counted by and logs may show.
    package var authority: String { "\(host):\(port)" }

    package func hasSameOrigin(as other: RequestURL) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// The address that a `Location` field means here; an absolute one is kept byte for byte.
    ///
    /// Source: RFC 9110, 10.2.2; RFC 3986, 5.
    package func resolving(location: String) throws(TransportError) -> RequestURL {
        let start = location.prefix(Scheme.https.rawValue.count + 3).lowercased()
        if start.hasPrefix("http://") || start.hasPrefix("https://") {
            return try RequestURL(location)
        }
        guard let parts = CurlURL(text), parts.resolve(location), let resolved = parts.part(CURLUPART_URL) else {
            throw .invalidURL
        }
        return try RequestURL(resolved)
    }
}

/// Owner of a `CURLU` handle.
private struct CurlURL: ~Copyable {
    private let handle: OpaquePointer

    init?(_ text: String) {
        guard let handle = curl_url() else {
            return nil
        }
        guard curl_url_set(handle, CURLUPART_URL, text, ccurl_url_as_is) == CURLUE_OK else {
            curl_url_cleanup(handle)
            return nil
        }
        self.handle = handle
    }

    deinit {
        curl_url_cleanup(handle)
    }

    /// Resolves a relative address against the present one.
    func resolve(_ text: String) -> Bool {
        curl_url_set(handle, CURLUPART_URL, text, ccurl_url_as_is) == CURLUE_OK
    }

    func part(_ part: CURLUPart, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else {
            return nil
        }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
