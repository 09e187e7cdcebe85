internal import Recordings
internal import Registry
internal import Synchronization

/// The hosts and entries that the live answer tells of, picked anew only when the registry changes.
final class LiveHosts: Sendable {
    /// Hosts told of; those that most entries use.
    static let maximumHosts = 24
    /// Entries whose quota is told.
    static let maximumEntries = 24

    struct Host: Sendable {
        let name: String
        let entryCount: Int
        /// One of the entries, and which of its hosts this is.
        let entry: IntegrationEntry
        let position: HostPosition
    }

    struct Selection: Sendable {
        let hosts: [Host]
        let hostCount: Int
        let entries: [IntegrationEntry]
        let entryCount: Int
    }

    private let registry: Registry
    private let provider: any RecordingProvider
    private let kept = Mutex<(generation: UInt64, selection: Selection)?>(nil)

    init(registry: Registry, provider: any RecordingProvider) {
        self.registry = registry
        self.provider = provider
    }

    var selection: Selection {
        // Before the snapshot: a change in between is seen the next time.
        let generation = registry.generation
        if let kept = kept.withLock({ $0 }), kept.generation == generation { return kept.selection }
        let made = select(registry.snapshot)
        kept.withLock { $0 = (generation, made) }
        return made
    }

    /// How the host is doing now.
    func health(of host: Host) -> String? {
        provider.hosts(entry: host.entry).first { $0.position == host.position }?.health
    }

    private func select(_ snapshot: RegistrySnapshot) -> Selection {
        var hosts: [String: (count: Int, entry: IntegrationEntry, position: HostPosition)] = [:]
        var users: [CallRecIntGUID: Int] = [:]
        for user in snapshot.users.values {
            if let guid = user.recordingPlayback { users[guid, default: 0] += 1 }
        }
        for entry in snapshot.entries.values {
            for standing in provider.hosts(entry: entry) {
                guard let name = standing.name else { continue }
                hosts[name, default: (0, entry, standing.position)].count += 1
            }
        }
        let all = hosts.map {
            Host(name: $0.key, entryCount: $0.value.count, entry: $0.value.entry, position: $0.value.position)
        }
        let entries = snapshot.entries.values.filter { !$0.settings.hostFields.isEmpty }.sorted {
            (users[$1.callRecIntGUID, default: 0], $0.callRecIntGUID)
                < (users[$0.callRecIntGUID, default: 0], $1.callRecIntGUID)
        }
        return Selection(
            hosts: Array(
                all.sorted { ($1.entryCount, $0.name) < ($0.entryCount, $1.name) }.prefix(Self.maximumHosts)
            ),
            hostCount: all.count,
            entries: Array(entries.prefix(Self.maximumEntries)),
            entryCount: entries.count
        )
    }
}
