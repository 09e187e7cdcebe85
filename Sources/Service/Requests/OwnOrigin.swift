internal import HTTPTypes
internal import Hummingbird

/// The origin that our own pages have, scheme included.
///
/// As browsers reach the service: by its public address where it is told one and is asked by that host, else by the host asked, with the scheme that a proxy in
/// front says, or that is spoken here.
struct OwnOrigin: Sendable {
    private let publicBaseURL: String
    private let publicOrigin: String?
    private let isSecure: Bool
    private let settings: RunningSettings

    /// - Parameters:
    ///   - publicBaseURL: empty where the service is not told how it is reached.
    ///   - isSecure: whether TLS is spoken here.
    ///   - settings: which proxies are believed.
    init(publicBaseURL: String, isSecure: Bool, settings: RunningSettings) {
        self.publicBaseURL = publicBaseURL
        publicOrigin = RequestOrigin.origin(of: publicBaseURL)
        self.isSecure = isSecure
        self.settings = settings
    }

    /// What is ours for a request; `nil` when it does not say which host it asks.
    func origin(_ request: Request, _ context: ServiceRequestContext) -> String? {
        guard let authority = request.head.authority, !authority.isEmpty else { return publicOrigin }
        if let publicOrigin, RequestOrigin.host(of: publicOrigin) == RequestOrigin.host(of: "://" + authority) {
            return publicOrigin
        }
        return RequestOrigin.origin(of: "\(scheme(request, context))://\(authority)")
    }

    /// What absolute addresses begin with that a client is given; paths follow it.
    ///
    /// The public address where the service is told it, else the host that was asked, or that took the connection of a client that names none.
    func base(of request: Request, _ context: ServiceRequestContext) -> String {
        guard publicBaseURL.isEmpty else { return publicBaseURL }
        let asked = request.head.authority.flatMap { $0.isEmpty ? nil : $0 }
        return "\(scheme(request, context))://\(asked ?? context.localAuthority ?? "localhost")"
    }

    private func scheme(_ request: Request, _ context: ServiceRequestContext) -> String {
        let own = isSecure ? "https" : "http"
        let proxies = settings.values.limits.proxyAddresses
        guard let peer = context.remoteAddress, proxies.contains(ForwardedAddress.canonical(peer) ?? peer) else {
            return own
        }
        return ForwardedAddress.scheme(headers: request.headers, proxies: proxies) ?? own
    }
}
