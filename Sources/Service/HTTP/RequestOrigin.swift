internal import HTTPTypes

/// Where a request says that it comes from: our own pages, elsewhere, or no browser.
enum RequestOrigin: Sendable, Hashable {
    case ours
    case elsewhere
    /// Neither `Sec-Fetch-Site` nor `Origin`: a program, or an old browser.
    case unstated

    /// Reads what browsers add and pages cannot change.
    ///
    /// - Parameters:
    ///   - headers: of the request.
    ///   - authority: the host and port that were asked, `Host`.
    ///
    /// Source: Fetch Metadata Request Headers §2.4, which are sent to secure and local addresses only; Fetch §3.2, `Origin`.
    init(_ headers: HTTPFields, authority: String?) {
        if let site = HTTPField.Name("Sec-Fetch-Site").flatMap({ headers[$0] }) {
            // "none": typed in, or from a bookmark.
            self = site == "same-origin" || site == "none" ? .ours : .elsewhere
        } else if let origin = headers[.origin] {
            let host = origin.split(separator: "://", maxSplits: 1).last.map(String.init)
            self = authority != nil && host?.lowercased() == authority?.lowercased() ? .ours : .elsewhere
        } else {
            self = .unstated
        }
    }
}
