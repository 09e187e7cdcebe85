internal import HTTPTypes

/// Where a request says that it comes from: our own pages, elsewhere, or no browser.
enum RequestOrigin: Sendable, Hashable {
    case ours
    case elsewhere
    /// None of the fields by which browsers say it: a program, or a very old browser.
    case unstated

    /// Reads what browsers add and pages cannot change; everything that is said must be ours.
    ///
    /// - Parameters:
    ///   - headers: of the request.
    ///   - own: the origin of our own pages, scheme included.
    ///
    /// Source: Fetch §3.2, `Origin`; RFC 9110 §10.1.3, `Referer`; Fetch Metadata Request Headers §2.4, `Sec-Fetch-Site`, which is sent to secure and local
    /// addresses only, and knows the scheme that a browser speaks to whatever is in front.
    init(_ headers: HTTPFields, own: String?) {
        let site = HTTPField.Name("Sec-Fetch-Site").flatMap { headers[$0] }
        guard let stated = headers[.origin] ?? HTTPField.Name("Referer").flatMap({ headers[$0] }) else {
            self = site.map { $0 == "same-origin" || $0 == "none" ? .ours : .elsewhere } ?? .unstated
            return
        }
        guard let origin = Self.origin(of: stated), let own else {
            self = .elsewhere
            return
        }
        switch site {
        case nil: self = origin == own ? .ours : .elsewhere
        case "same-origin", "none": self = Self.host(of: origin) == Self.host(of: own) ? .ours : .elsewhere
        default: self = .elsewhere
        }
    }

    /// The origin of a URL: scheme, host and a port that is not the scheme's own, in lower case; `nil` for what is none, such as `null`.
    static func origin(of url: String) -> String? {
        let text = url.lowercased()
        guard let scheme = ["https", "http"].first(where: { text.hasPrefix($0 + "://") }) else { return nil }
        let authority = String(
            decoding: text.utf8.dropFirst(scheme.utf8.count + 3).prefix { !"/?#".utf8.contains($0) },
            as: UTF8.self
        )
        guard !authority.isEmpty, !authority.utf8.contains(UInt8(ascii: "@")) else { return nil }
        let ownPort = scheme == "https" ? ":443" : ":80"
        return scheme + "://" + (authority.hasSuffix(ownPort) ? String(authority.dropLast(ownPort.count)) : authority)
    }

    /// Host and port of an origin, without the ports that schemes have of their own.
    static func host(of origin: String) -> String {
        var host = origin.lowercased()
        if let range = host.firstRange(of: "://") { host = String(host[range.upperBound...]) }
        for port in [":443", ":80"] where host.hasSuffix(port) { host = String(host.dropLast(port.count)) }
        return host
    }
}
