internal import Recordings
internal import Registry
internal import Sharing

/// The entries whose providers were asked last, which live page and metrics tell of: what these cost follows what is used, not what exists.
///
/// As long as there are no more entries than are told of, those that nobody has used yet are among them.
struct ActiveEntries: Sendable {
    /// Entries that are told of.
    static let maximum = 200

    private let registry: Registry
    private let counters: ServiceCounters

    init(registry: Registry, counters: ServiceCounters) {
        self.registry = registry
        self.counters = counters
    }

    /// By GUID.
    var all: [IntegrationEntry] {
        let entries = registry.snapshot.entries
        let few =
            entries.count <= Self.maximum ? Array(entries.values) : counters.calledEntries.compactMap { entries[$0] }
        return few.sorted { $0.callRecIntGUID < $1.callRecIntGUID }
    }
}

/// The hosts and entries that the live answer tells of.
struct LiveSelection: Sendable {
    /// Hosts told of; those that most entries use.
    static let maximumHosts = 24
    /// Entries whose quota is told; those that most users are assigned.
    static let maximumEntries = 24

    struct Host: Sendable {
        /// Host and region, without the account.
        let name: String
        /// `up`, `down` or `trial`.
        let health: String?
        var entryCount: Int
    }

    let hosts: [Host]
    let hostCount: Int
    let entries: [IntegrationEntry]
    let entryCount: Int

    /// - Parameters:
    ///   - active: the entries to choose from.
    ///   - assigned: how many users an entry has.
    ///   - standings: how the hosts of an entry are doing.
    init(
        _ active: [IntegrationEntry],
        assigned: (IntegrationEntry) -> Int,
        standings: (IntegrationEntry) -> [HostStanding]
    ) {
        var hosts: [String: Host] = [:]
        for standing in active.flatMap(standings) {
            guard let name = standing.name else { continue }
            hosts[name, default: Host(name: name, health: standing.health, entryCount: 0)].entryCount += 1
        }
        let used = active.filter { !$0.settings.hostFields.isEmpty }.map { ($0, assigned($0)) }
        self.hosts = Array(
            hosts.values.sorted { ($1.entryCount, $0.name) < ($0.entryCount, $1.name) }.prefix(Self.maximumHosts)
        )
        hostCount = hosts.count
        entries = used.sorted { ($1.1, $0.0.callRecIntGUID) < ($0.1, $1.0.callRecIntGUID) }
            .prefix(Self.maximumEntries).map(\.0)
        entryCount = used.count
    }
}
