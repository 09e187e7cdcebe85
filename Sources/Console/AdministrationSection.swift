/// A page of Administration, which the second row of links leads to.
package enum AdministrationSection: Sendable, Hashable, CaseIterable {
    case recording
    case users
    case servers
    case tokens
    case keys
    case listened

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

    /// What can be done there.
    package var sentence: String {
        switch self {
        case .recording: "Integration entries: hosts, credentials, scopes, and tests of connections."
        case .users: "Who may hear which recordings, and who administers."
        case .servers: "Telephony Servers and their Partitions."
        case .tokens: "API tokens of programs: make, look over, revoke."
        case .keys: "The keys that audio addresses are signed with."
        case .listened: "Who played what, when, and who changed what."
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
