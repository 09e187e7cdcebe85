/// Everything of the registry that decisions are made from, at one moment; a value, held in memory and replaced whole on a change.
///
/// A change of one object costs as much among a million as among a thousand, and so does keeping the snapshot from before it: the two share what they
/// have in common.
package struct RegistrySnapshot: Sendable {
    package let telephonyServers: SharedTable<TelSysID, TelephonyServer>
    package let partitions: SharedTable<PartitionGUID, Partition>
    /// By username, as Unicode's canonical equivalence compares: look one up with ``user(named:)``, and go on with the name that it has here.
    package let users: UsersByName
    /// Users whose name is another spelling of one in ``users``; rows from before names were compared when they came in.
    package let otherSpellings: [ReportingUser]
    package let entries: SharedTable<CallRecIntGUID, IntegrationEntry>
    /// How many users are assigned an entry; those that nobody is are left out.
    package let assignedUsers: SharedTable<CallRecIntGUID, AssignedUsers>

    package init(
        telephonyServers: SharedTable<TelSysID, TelephonyServer> = [:],
        partitions: SharedTable<PartitionGUID, Partition> = [:],
        users: UsersByName = UsersByName(),
        otherSpellings: [ReportingUser] = [],
        entries: SharedTable<CallRecIntGUID, IntegrationEntry> = [:],
        assignedUsers: SharedTable<CallRecIntGUID, AssignedUsers> = [:]
    ) {
        self.telephonyServers = telephonyServers
        self.partitions = partitions
        self.users = users
        self.otherSpellings = otherSpellings
        self.entries = entries
        self.assignedUsers = assignedUsers
    }

    /// The user of a name that comes from outside, in whatever spelling Unicode calls canonically equal.
    ///
    /// What is done in the user's name goes on with the name that the user has here: in URLs, in the audit, in limits and logs. Where two users have one
    /// name in two spellings, each is found by its own alone.
    ///
    /// - Returns: `nil` when there is none, or a spelling says neither of two.
    package func user(named name: String) -> ReportingUser? {
        guard let user = users[name] else { return nil }
        guard !otherSpellings.isEmpty, !user.username.hasSameBytes(as: name) else { return user }
        let others = otherSpellings.filter { $0.username == name }
        return others.isEmpty ? user : others.first { $0.username.hasSameBytes(as: name) }
    }
}
