internal import Recordings

/// Contents that are being put together, or changed object by object; counts who is assigned what.
struct ContentsDraft {
    var servers: SharedTable<TelSysID, TelephonyServer>
    private var partitions: SharedTable<PartitionGUID, Partition>
    private var partitionGUIDs: SharedTable<Scope, PartitionGUID>
    private(set) var entries: SharedTable<CallRecIntGUID, IntegrationEntry>
    private var users: UsersByName
    private var otherSpellings: [ReportingUser]
    private var assignedUsers: SharedTable<CallRecIntGUID, AssignedUsers>
    /// Entries that cover other users now.
    private var moved: Set<CallRecIntGUID> = []

    init(_ contents: RegistryContents = .none) {
        servers = contents.snapshot.telephonyServers
        partitions = contents.snapshot.partitions
        partitionGUIDs = contents.partitionGUIDs
        entries = contents.snapshot.entries
        users = contents.snapshot.users
        otherSpellings = contents.snapshot.otherSpellings
        assignedUsers = contents.snapshot.assignedUsers
    }

    mutating func save(_ partition: Partition) {
        if let old = partitions[partition.partitionGUID], old.scope != partition.scope {
            partitionGUIDs[old.scope] = nil
        }
        partitions[partition.partitionGUID] = partition
        partitionGUIDs[partition.scope] = partition.partitionGUID
    }

    mutating func deletePartition(_ guid: PartitionGUID) {
        guard let old = partitions[guid] else { return }
        partitions[guid] = nil
        if partitionGUIDs[old.scope] == guid { partitionGUIDs[old.scope] = nil }
    }

    mutating func save(_ entry: IntegrationEntry) {
        let guid = entry.callRecIntGUID
        if let old = entries[guid], old.scope != entry.scope { moved.insert(guid) }
        entries[guid] = entry
    }

    /// To be called when the users are as they are without it.
    mutating func deleteEntry(_ guid: CallRecIntGUID) {
        entries[guid] = nil
        assignedUsers[guid] = nil
        moved.remove(guid)
    }

    /// Puts a user in its place: among the others, or apart where another spelling of the name has that.
    mutating func save(_ user: ReportingUser) {
        if let place = otherSpellings.firstIndex(where: { $0.username.hasSameBytes(as: user.username) }) {
            count(otherSpellings[place], -1)
            otherSpellings[place] = user
        } else if let old = users[user.username], !old.username.hasSameBytes(as: user.username) {
            // Which of the two comes first is the bytes' to say, as it is for who reads everything.
            let isFirst = user.username.utf8.lexicographicallyPrecedes(old.username.utf8)
            otherSpellings.append(isFirst ? old : user)
            if isFirst { users.save(user) }
        } else {
            if let old = users[user.username] { count(old, -1) }
            users.save(user)
        }
        count(user, 1)
    }

    /// Puts many users in their places, in any order, into contents that have none yet.
    ///
    /// As ``save(_:)`` for each, without going through the large table for each.
    ///
    /// - Parameter users: gives them one after the other.
    mutating func fill(_ users: ((ReportingUser) -> Void) throws -> Void) rethrows {
        // One look for each user: the entry's place, and there its scope and what is counted.
        let known = Array(entries.values)
        var places = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1.callRecIntGUID, $0) })
        var assigned = [AssignedUsers](repeating: AssignedUsers(), count: known.count)
        var filling = UsersByName.Filling()
        try users { user in
            filling.append(user)
            guard let guid = user.recordingPlayback else { return }
            let place = places[guid, default: assigned.count]
            if place == assigned.count {
                // Of an entry that there is not.
                places[guid] = place
                assigned.append(AssignedUsers())
            }
            assigned[place].count += 1
            let isCovered = place < known.count && known[place].scope.serves(userScope: user.scope)
            if !isCovered { assigned[place].outOfScope += 1 }
        }
        (self.users, otherSpellings) = UsersByName.filled([filling])
        for (guid, place) in places where assigned[place].count > 0 { assignedUsers[guid] = assigned[place] }
    }

    mutating func deleteUser(_ name: String) {
        if let place = otherSpellings.firstIndex(where: { $0.username.hasSameBytes(as: name) }) {
            count(otherSpellings.remove(at: place), -1)
        } else if let old = users[name], old.username.hasSameBytes(as: name) {
            count(old, -1)
            users.remove(named: name)
            // The next spelling takes its place.
            let others = otherSpellings.filter { $0.username == name }
            if let next = others.min(by: { $0.username.utf8.lexicographicallyPrecedes($1.username.utf8) }) {
                otherSpellings.removeAll { $0.username.hasSameBytes(as: next.username) }
                users.save(next)
            }
        }
    }

    private mutating func count(_ user: ReportingUser, _ difference: Int) {
        guard let guid = user.recordingPlayback else { return }
        var assigned = assignedUsers[guid] ?? AssignedUsers()
        assigned.count += difference
        if entries[guid]?.scope.serves(userScope: user.scope) != true { assigned.outOfScope += difference }
        assignedUsers[guid] = assigned.count == 0 ? nil : assigned
    }

    /// Counts anew whom the entries cover that have another scope now.
    mutating func recount() {
        guard !moved.isEmpty else { return }
        for guid in moved { assignedUsers[guid] = nil }
        for user in users where user.recordingPlayback.map(moved.contains) == true { count(user, 1) }
        for user in otherSpellings where user.recordingPlayback.map(moved.contains) == true { count(user, 1) }
        moved = []
    }

    func contents(generation: UInt64, position: Int64, tokens: [TokenHash: APIToken]) -> RegistryContents {
        RegistryContents(
            generation: generation,
            position: position,
            snapshot: RegistrySnapshot(
                telephonyServers: servers,
                partitions: partitions,
                users: users,
                otherSpellings: otherSpellings,
                entries: entries,
                assignedUsers: assignedUsers
            ),
            partitionGUIDs: partitionGUIDs,
            tokens: tokens
        )
    }
}
