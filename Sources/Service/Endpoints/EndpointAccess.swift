internal import Hummingbird
package import Registry

/// Who may ask for an endpoint.
///
/// Where an address proves the right itself, the endpoint's function looks at the proof: it knows what it is about, and notes refusals.
package enum EndpointAccess: Sendable, Hashable {
    case anybody
    /// Anybody, but no page of another site in the name of who looks at it.
    case sameOrigin
    /// A bearer of a token that permits the role: 401 without one, 403 with a lesser one.
    case role(TokenRole)
    /// The same, and from this machine anybody.
    case roleOrThisMachine(TokenRole)
    /// Who signed in with such a token in a browser: sent to sign in without one, and told on a page with a lesser one.
    case page(TokenRole)
    /// Whom the address's signature names, or a bearer of an admin token: 401 without either, 403 where it does not suffice.
    case signedURL
    /// Whoever knows the secret that stands in the address: 403 without it.
    case secretInAddress
    /// Anybody; the messages have sessions of their own.
    case ownSession

    private static let loopback: Set<String> = ["127.0.0.1", "::1"]

    /// Lets only those go on who may.
    ///
    /// - Throws: 401 or 403.
    func check(_ request: Request, _ context: ServiceRequestContext, own: OwnOrigin) throws(Problem) {
        switch self {
        case .anybody, .signedURL, .secretInAddress, .ownSession:
            return
        case .sameOrigin:
            guard RequestOrigin(request.headers, own: own.origin(request, context)) != .elsewhere else {
                throw .forbidden("originNotOurs", "Only the console's own pages may sign in and out.")
            }
        case .roleOrThisMachine where Self.loopback.contains(context.clientAddress ?? ""):
            return
        case .role(let role), .roleOrThisMachine(let role), .page(let role):
            guard let token = context.token else {
                throw .unauthenticated("This address needs an API token: Authorization: Bearer …")
            }
            guard token.role.permits(role) else {
                throw .forbidden("roleNotSufficient", "This address needs a token of the role \(role.rawValue).")
            }
        }
    }
}
