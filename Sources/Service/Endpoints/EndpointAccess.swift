internal import Hummingbird
package import Registry

/// What of the registry an endpoint is about.
package enum EndpointReach: Sendable, Hashable {
    /// All of it, or what belongs to no part: for those alone who administer everything.
    case everything
    /// What lies in the requester's scope: the endpoint's function shows and changes nothing else.
    case scope
}

/// Who may ask for an endpoint.
///
/// Where an address proves the right itself, the endpoint's function looks at the proof: it knows what it is about, and notes refusals.
package enum EndpointAccess: Sendable, Hashable {
    case anybody
    /// Anybody, but no page of another site in the name of who looks at it.
    case sameOrigin
    /// Whose role permits it: 401 for nobody, 403 with a lesser one, and for who administers a part, where the endpoint is about everything.
    case role(TokenRole, reach: EndpointReach = .everything)
    /// The same, and from this machine anybody.
    case roleOrThisMachine(TokenRole)
    /// The same of who signed in in a browser: sent to sign in, and told on a page what does not suffice.
    case page(TokenRole, reach: EndpointReach = .everything)
    /// Whom the address's signature names, or who administers the entry: 401 without either, 403 where it does not suffice.
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
        case .role(let role, let reach), .page(let role, let reach):
            try Self.check(context.requester, role, reach)
        case .roleOrThisMachine(let role):
            try Self.check(context.requester, role, .everything)
        }
    }

    private static func check(
        _ requester: Requester?,
        _ role: TokenRole,
        _ reach: EndpointReach
    ) throws(Problem) {
        guard let requester else {
            throw .unauthenticated("This address needs an API token: Authorization: Bearer …")
        }
        guard requester.role.permits(role) else {
            throw .forbidden("roleNotSufficient", "This address needs a token of the role \(role.rawValue).")
        }
        if reach == .everything { try requester.checkEverything() }
    }
}
