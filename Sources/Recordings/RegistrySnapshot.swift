/// Everything of the registry that decisions are made from, at one moment; a value, held in memory and replaced whole on a change.
package struct RegistrySnapshot: Sendable {
    package let telephonyServers: [TelSysID: TelephonyServer]
    package let partitions: [PartitionGUID: Partition]
    /// By username, exactly as written.
    package let users: [String: ReportingUser]
    package let entries: [CallRecIntGUID: IntegrationEntry]

    package init(
        telephonyServers: [TelSysID: TelephonyServer] = [:],
        partitions: [PartitionGUID: Partition] = [:],
        users: [String: ReportingUser] = [:],
        entries: [CallRecIntGUID: IntegrationEntry] = [:]
    ) {
        self.telephonyServers = telephonyServers
        self.partitions = partitions
        self.users = users
        self.entries = entries
    }
}
