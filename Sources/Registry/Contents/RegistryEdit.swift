internal import Recordings

/// What is different in the database, so that what is held in memory can follow without reading everything again.
struct RegistryEdit: Sendable {
    var savedServers: [TelephonyServer] = []
    var deletedServers: Set<TelSysID> = []
    var savedPartitions: [Partition] = []
    var deletedPartitions: Set<PartitionGUID> = []
    var savedEntries: [IntegrationEntry] = []
    var deletedEntries: Set<CallRecIntGUID> = []
    var savedUsers: [ReportingUser] = []
    /// By name, in the spelling that was there.
    var deletedUsers: [String] = []
    /// All accepted tokens; `nil` when no token changed.
    var tokens: [TokenHash: APIToken]?

    /// The contents after this edit of those right before it.
    func applied(to contents: RegistryContents, generation: UInt64, position: Int64) -> RegistryContents {
        var draft = ContentsDraft(contents)
        for guid in deletedPartitions { draft.deletePartition(guid) }
        for telSysID in deletedServers { draft.servers[telSysID] = nil }
        for server in savedServers { draft.servers[server.telSysID] = server }
        for partition in savedPartitions { draft.save(partition) }
        for entry in savedEntries { draft.save(entry) }
        for name in deletedUsers { draft.deleteUser(name) }
        for user in savedUsers { draft.save(user) }
        for guid in deletedEntries { draft.deleteEntry(guid) }
        draft.recount()
        return draft.contents(generation: generation, position: position, tokens: tokens ?? contents.tokens)
    }
}
