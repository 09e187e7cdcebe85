/// The component that a user or an integration entry belongs to.
package enum Scope: Hashable, Sendable {
    /// Every Telephony Server.
    case applicationWide
    /// One Telephony Server with all of its Partitions.
    case telephonyServer(TelSysID)
    /// One Partition of one Telephony Server.
    case partition(TelSysID, PartIDInTelSys)

    /// Whether an entry of this scope may be used by a user whose own scope is `userScope`.
    ///
    /// An application-wide entry serves any user; a Telephony Server's entry serves the server's users and those of its Partitions;
    /// a Partition's entry serves users whose scope is that same Partition.
    ///
    /// Source: Call Recording Integration Entries, "Recording Integration Entry Scoping".
    package func serves(userScope: Scope) -> Bool {
        switch (self, userScope) {
        case (.applicationWide, _):
            true
        case (.telephonyServer(let entryServer), .telephonyServer(let userServer)),
            (.telephonyServer(let entryServer), .partition(let userServer, _)):
            entryServer == userServer
        case (.partition, .partition):
            self == userScope
        case (.telephonyServer, .applicationWide), (.partition, .applicationWide), (.partition, .telephonyServer):
            false
        }
    }

    /// The scopes whose entries serve a user of this one, the widest first: those of which ``serves(userScope:)`` is true.
    package var servingScopes: [Scope] {
        switch self {
        case .applicationWide: [.applicationWide]
        case .telephonyServer: [.applicationWide, self]
        case .partition(let server, _): [.applicationWide, .telephonyServer(server), self]
        }
    }

    /// The Telephony Server that the component is or lies in; `nil` for application-wide.
    package var telSysID: TelSysID? {
        switch self {
        case .applicationWide: nil
        case .telephonyServer(let server), .partition(let server, _): server
        }
    }

    /// The Partition's number within its Telephony Server; `nil` unless the component is a Partition.
    package var partIDInTelSys: PartIDInTelSys? {
        if case .partition(_, let partition) = self { partition } else { nil }
    }
}

extension Scope: CustomStringConvertible {
    package var description: String {
        switch self {
        case .applicationWide: "application-wide"
        case .telephonyServer(let server): "Telephony Server \(server)"
        case .partition(let server, let partition): "Partition \(partition) of Telephony Server \(server)"
        }
    }
}
