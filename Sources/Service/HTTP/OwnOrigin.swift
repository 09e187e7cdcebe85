internal import HTTPTypes
internal import Hummingbird

/// The origin that our own pages have, scheme included.
///
/// As browsers reach the service: by its public address where it is told one and is asked by that host, else by the host asked, with the scheme that a proxy in
/// front says, or that is spoken here.
struct OwnOrigin: Sendable {
    private let publicOrigin: String?
    private let isSecure: Bool
    private let settings: RunningSettings
    private static let forwardedScheme = HTTPField.Name("X-Forwarded-Proto")

    /// - Parameters:
    ///   - publicBaseURL: empty where the service is not told how it is reached.
    ///   - isSecure: whether TLS is spoken here.
    ///   - settings: which proxies are believed.
    init(publicBaseURL: String, isSecure: Bool, settings: RunningSettings) {
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

    private func scheme(_ request: Request, _ context: ServiceRequestContext) -> String {
        let own = isSecure ? "https" : "http"
        guard let address = context.remoteAddress, settings.values.limits.proxyAddresses.contains(address),
            let name = Self.forwardedScheme, let given = request.headers[name]
        else { return own }
        let first = given.prefix { $0 != "," }.filter { $0 != " " }.lowercased()
        return first == "https" || first == "http" ? first : own
    }
}
