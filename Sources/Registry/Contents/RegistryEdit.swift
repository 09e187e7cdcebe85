internal import Recordings

/// What a write changed, so that what is held in memory can follow without reading everything again.
struct RegistryEdit: Sendable {
    var savedServers: [TelephonyServer] = []
    var savedPartitions: [Partition] = []
    var savedEntries: [IntegrationEntry] = []
    var deletedEntries: [CallRecIntGUID] = []
    var savedUsers: [ReportingUser] = []
    /// Users whose password verifier was replaced; nothing of it is held in memory.
    var changedPasswords: [String] = []
    /// All accepted tokens; `nil` when no token changed.
    var tokens: [TokenHash: APIToken]?
    /// Something beside the registry changed, of which other processes are to know.
    var isAnnounced = false

    var isEmpty: Bool {
        savedServers.isEmpty && savedPartitions.isEmpty && savedEntries.isEmpty && deletedEntries.isEmpty
            && savedUsers.isEmpty && changedPasswords.isEmpty && tokens == nil && !isAnnounced
    }

    /// The contents after this edit of those right before it.
    func applied(to contents: RegistryContents, generation: UInt64) -> RegistryContents {
        var servers = contents.snapshot.telephonyServers
        for server in savedServers { servers[server.telSysID] = server }
        var partitions = contents.snapshot.partitions
        var partitionGUIDs = contents.partitionGUIDs
        for partition in savedPartitions {
            partitions[partition.partitionGUID] = partition
            partitionGUIDs[partition.scope] = partition.partitionGUID
        }
        var entries = contents.snapshot.entries
        for entry in savedEntries { entries[entry.callRecIntGUID] = entry }
        for guid in deletedEntries { entries[guid] = nil }
        var users = contents.snapshot.users
        var otherSpellings = contents.snapshot.otherSpellings
        for user in savedUsers {
            if let place = otherSpellings.firstIndex(where: { $0.username.hasSameBytes(as: user.username) }) {
                otherSpellings[place] = user
            } else {
                users[user.username] = user
            }
        }
        if !deletedEntries.isEmpty {
            users = users.mapValues { user in user.withoutAssignment(to: deletedEntries) }
            otherSpellings = otherSpellings.map { $0.withoutAssignment(to: deletedEntries) }
        }
        return RegistryContents(
            generation: generation,
            snapshot: RegistrySnapshot(
                telephonyServers: servers,
                partitions: partitions,
                users: users,
                otherSpellings: otherSpellings,
                entries: entries
            ),
            partitionGUIDs: partitionGUIDs,
            tokens: tokens ?? contents.tokens
        )
    }
}

extension ReportingUser {
    /// The user as the schema's `ON DELETE SET NULL` leaves it.
    fileprivate func withoutAssignment(to deleted: [CallRecIntGUID]) -> ReportingUser {
        guard let assigned = recordingPlayback, deleted.contains(assigned) else { return self }
        return ReportingUser(
            username: username,
            fullName: fullName,
            scope: scope,
            recordingPlayback: nil,
            isAdministrator: isAdministrator
        )
    }
}
