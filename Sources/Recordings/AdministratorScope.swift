/// What an administrator may see and change: the one rule, for the XML API, the HTTP API and the console alike.
///
/// An administrator of everything may act on everything; one of a Telephony Server on the server and its Partitions; one of a Partition on that
/// Partition alone. What belongs to a component (an entry, a user) goes with it, and what is application-wide belongs to everything alone.
///
/// Source: Call Recording Integration Entries, "Recording Integration Entry Scoping", and the error codes 10512 and 10514.
package struct AdministratorScope: Hashable, Sendable {
    /// Why a component may not be acted on.
    package enum Refusal: Hashable, Sendable {
        /// It is another Telephony Server or belongs to one, or is application-wide.
        case outsideTelephonyServer
        /// It is on the administrator's Telephony Server, but not in its Partition.
        case outsidePartition
    }

    package static let everything = AdministratorScope(.applicationWide)

    /// The component that is administered.
    package let component: Scope

    package init(_ component: Scope) {
        self.component = component
    }

    package var isEverything: Bool { component == .applicationWide }

    /// Why a component may not be acted on; `nil` where it may.
    package func refusal(of other: Scope) -> Refusal? {
        guard !isEverything else { return nil }
        guard other.telSysID == component.telSysID else { return .outsideTelephonyServer }
        guard component.partIDInTelSys == nil || other == component else { return .outsidePartition }
        return nil
    }

    package func covers(_ other: Scope) -> Bool { refusal(of: other) == nil }

    /// What of a component is administered: the component, a part of it, or nothing (`nil`).
    package func part(of other: Scope) -> Scope? {
        if covers(other) { return other }
        return AdministratorScope(other).covers(component) ? component : nil
    }

    package func covers(_ entry: IntegrationEntry) -> Bool { covers(entry.scope) }

    package func covers(_ user: ReportingUser) -> Bool { covers(user.scope) }

    package func covers(_ partition: Partition) -> Bool { covers(partition.scope) }

    /// Whether a Telephony Server is told of: one that is administered, or that a Partition lies in which is.
    package func shows(_ server: TelephonyServer) -> Bool {
        isEverything || server.telSysID == component.telSysID
    }
}

extension AdministratorScope: CustomStringConvertible {
    package var description: String { isEverything ? "everything" : component.description }
}
