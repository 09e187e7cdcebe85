/// A page of Administration, which the second row of links leads to.
package enum AdministrationSection: Sendable, Hashable, CaseIterable {
    case recording
    case users
    case servers
    case tokens
    case keys
    case listened

    /// Whether there is such a page.
    package var isBuilt: Bool {
        switch self {
        case .recording:
            true
        case .users:
            false
        case .servers:
            false
        case .tokens:
            true
        case .keys:
            true
        case .listened:
            true
        }
    }

    package var path: String {
        switch self {
        case .recording: "/console/recording"
        case .users: "/console/users"
        case .servers: "/console/servers"
        case .tokens: "/console/tokens"
        case .keys: "/console/keys"
        case .listened: "/console/listened"
        }
    }

    package var label: String {
        switch self {
        case .recording: "Recording"
        case .users: "Users"
        case .servers: "Telephony Servers"
        case .tokens: "Tokens"
        case .keys: "Keys"
        case .listened: "Who listened"
        }
    }

    /// Whether it is of no use to who administers a part.
    package var isAboutEverything: Bool {
        switch self {
        case .recording, .users, .servers, .listened: false
        case .tokens, .keys: true
        }
    }
}
