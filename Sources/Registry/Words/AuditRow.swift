package import Foundation

/// One change of the registry as the audit keeps it: who, when, what; never a value.
package struct AuditRow: Hashable, Sendable, Identifiable {
    /// Grows with each row and is never used again.
    package let id: Int64
    package let author: AuditAuthor
    package let action: AuditAction
    /// The key of what was changed: an entry's or Partition's GUID, a username, a Telephony Server's number, a token's name, a signing key's id.
    package let subject: String
    /// The names of the properties that were set or became different, in the order of the Web Services API.
    package let properties: [String]

    package init(id: Int64, author: AuditAuthor, action: AuditAction, subject: String, properties: [String]) {
        self.id = id
        self.author = author
        self.action = action
        self.subject = subject
        self.properties = properties
    }
}

/// What kind of change an audit row tells of; the raw value is what is kept.
package enum AuditAction: String, Hashable, Sendable, CaseIterable {
    case addEntry
    case changeEntry
    case deleteEntry
    case addUser
    case changeUser
    case deleteUser
    case addTelephonyServer
    case changeTelephonyServer
    case deleteTelephonyServer
    case addPartition
    case changePartition
    case deletePartition
    case setPassword
    case addToken
    case revokeToken
    /// The first key of audio URLs was made.
    case addSigningKey
    /// A new key signs audio URLs.
    case rotateSigningKey
    /// Credentials and passwords were sealed with a new key, whose number is the subject.
    case rotateSealingKey

    /// What was changed, as it is asked for.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case entry, user, telephonyServer, partition, token, key

        var actions: [AuditAction] { AuditAction.allCases.filter { $0.kind == self } }
    }

    package var kind: Kind {
        switch self {
        case .addEntry, .changeEntry, .deleteEntry: .entry
        case .addUser, .changeUser, .deleteUser, .setPassword: .user
        case .addTelephonyServer, .changeTelephonyServer, .deleteTelephonyServer: .telephonyServer
        case .addPartition, .changePartition, .deletePartition: .partition
        case .addToken, .revokeToken: .token
        case .addSigningKey, .rotateSigningKey, .rotateSealingKey: .key
        }
    }
}

/// Who makes a change, and when; kept with the change.
package struct AuditAuthor: Hashable, Sendable {
    /// An administrator's username, or the name of what acts without one, such as `command line`.
    package let name: String
    /// The address that the request came from; `nil` when there was no request.
    package let remoteAddress: String?
    package let at: Date

    package init(name: String, remoteAddress: String? = nil, at: Date) {
        self.name = name
        self.remoteAddress = remoteAddress
        self.at = at
    }
    /// Who changes something when nobody is signed in.
    package static let commandLineName = "command line"

    /// What the service does by itself.
    package static let serviceName = "service"

    /// Somebody at the command line.
    package static func commandLine(at now: Date = Date()) -> AuditAuthor {
        AuditAuthor(name: commandLineName, at: now)
    }
}
