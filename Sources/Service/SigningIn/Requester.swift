internal import Recordings
internal import Registry

/// Who asks: a program or a person by an API token, or a person who signed in to the console.
struct Requester: Sendable, Hashable {
    enum Identity: Sendable, Hashable {
        case token(APIToken)
        /// A user of the registry with the administrator flag.
        case administrator(ReportingUser)
        /// Somebody whom the identity provider vouches for by a role, and who is no user of the registry.
        case guest(String, TokenRole)
    }

    /// What somebody is counted by: a person is no token, though they may have one name.
    enum Name: Sendable, Hashable {
        case token(String)
        case person(String)

        var text: String {
            switch self {
            case .token(let text), .person(let text): text
            }
        }
    }

    let identity: Identity
    /// The console's session that vouches; `nil` for a bearer token, which vouches for itself.
    var session: SessionKey?

    var name: Name {
        switch identity {
        case .token(let token): .token(token.name)
        case .administrator(let user): .person(user.username)
        case .guest(let name, _): .person(name)
        }
    }

    var role: TokenRole {
        switch identity {
        case .token(let token): token.role
        case .administrator: .admin
        case .guest(_, let role): role
        }
    }

    /// What may be seen and changed, as far as the role lets it.
    var scope: AdministratorScope {
        switch identity {
        case .token, .guest: .everything
        case .administrator(let user): AdministratorScope(user.scope)
        }
    }
}
