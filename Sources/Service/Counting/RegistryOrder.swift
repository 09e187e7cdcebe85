internal import Recordings
internal import Registry
internal import Synchronization

/// The orders in which lists show entries and users, made anew only when the registry changes: sorting all of them takes seconds where there are
/// hundreds of thousands.
///
/// Holds keys alone, so that no old snapshot is kept alive.
final class RegistryOrder: Sendable {
    /// How the entries are listed.
    struct Entries: Sendable {
        /// As the tree of scopes has them: application-wide first, then by Telephony Server and Partition.
        let byScope: [CallRecIntGUID]
        let byGUID: [CallRecIntGUID]
        /// Users whose "Recording Playback" setting is an entry, and those of them whose scope it does not cover.
        let users: [CallRecIntGUID: (count: Int, outOfScope: Int)]
    }

    private let registry: Registry
    private let keptEntries = Mutex<(generation: UInt64, value: Entries)?>(nil)
    private let keptUsernames = Mutex<(generation: UInt64, value: [String])?>(nil)

    init(registry: Registry) {
        self.registry = registry
    }

    var entries: Entries { kept(keptEntries, Entries.init) }

    /// All users, by name.
    var usernames: [String] { kept(keptUsernames) { $0.users.keys.sorted() } }

    /// The users whose setting is an entry, by name; all for `nil`.
    func usernames(assigned entry: CallRecIntGUID?) -> [String] {
        guard let entry else { return usernames }
        return registry.snapshot.users.values.filter { $0.recordingPlayback == entry }.map(\.username).sorted()
    }

    private func kept<Value: Sendable>(
        _ kept: borrowing Mutex<(generation: UInt64, value: Value)?>,
        _ make: (RegistrySnapshot) -> Value
    ) -> Value {
        // Before the snapshot: a change in between is seen the next time.
        let generation = registry.generation
        if let kept = kept.withLock({ $0 }), kept.generation == generation { return kept.value }
        let made = make(registry.snapshot)
        kept.withLock { $0 = (generation, made) }
        return made
    }
}

extension RegistryOrder.Entries {
    fileprivate init(_ snapshot: RegistrySnapshot) {
        var users: [CallRecIntGUID: (count: Int, outOfScope: Int)] = [:]
        for user in snapshot.users.values {
            guard let guid = user.recordingPlayback else { continue }
            let isCovered = snapshot.entries[guid]?.scope.serves(userScope: user.scope) ?? false
            users[guid, default: (0, 0)].count += 1
            users[guid, default: (0, 0)].outOfScope += isCovered ? 0 : 1
        }
        self.users = users
        byGUID = snapshot.entries.keys.sorted()
        byScope = snapshot.entries.values.sorted { left, right in
            (left.scope.serverPlace, left.scope.partitionPlace, left.description, left.callRecIntGUID)
                < (right.scope.serverPlace, right.scope.partitionPlace, right.description, right.callRecIntGUID)
        }
        .map(\.callRecIntGUID)
    }
}

extension Scope {
    /// Where its Telephony Server stands in the tree of scopes; application-wide comes first.
    fileprivate var serverPlace: Int64 { telSysID.map { Int64($0.rawValue) } ?? .min }

    /// Where its Partition stands below the Telephony Server; the whole server comes first.
    fileprivate var partitionPlace: Int64 { partIDInTelSys.map { Int64($0.rawValue) } ?? .min }
}
