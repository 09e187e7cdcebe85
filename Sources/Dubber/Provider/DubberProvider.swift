package import Foundation
package import Logging
package import Recordings
internal import Sharing
package import Transport

/// Dubber as a provider of recordings.
package final class DubberProvider: RecordingProvider {
    /// How hosts have fared, by ``healthName(of:)``.
    package let health: HostHealthBoard
    let configuration: DubberConfiguration
    let egress: EgressRules
    private let pace: Pace
    let now: @Sendable () -> Date
    let logger: Logger
    let notices: HookNotices
    private let ledger: any QuotaLedger
    let index: any RecordingIndex
    let calls: DubberCalls
    let reader: ListReader
    private let locations: AudioLocations
    private let searches: ListSearches
    /// The host fields of entries that were asked lately, read.
    private let knownHosts: RecentTable<IntegrationEntry, EntryHosts>

    /// A provider that has learned nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: limits and manners.
    ///   - client: makes the requests; shut down by its owner.
    ///   - egress: what host fields may say.
    ///   - logger: takes failures; never a secret.
    ///   - now: the time of day.
    ///   - pace: the passing of time that limits and retries wait by.
    ///   - index: keeps what lists have said; in memory by default.
    ///   - ledger: where quota is spent; in memory by default.
    ///   - health: which hosts are left alone for a while.
    ///   - onCall: told of each call with its entry and host, for metrics.
    package init(
        configuration: DubberConfiguration,
        client: HTTPClient,
        egress: EgressRules,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() },
        pace: Pace = .continuous(),
        index: any RecordingIndex = StoredRecordingIndex.inMemory(),
        ledger: (any QuotaLedger)? = nil,
        health: HostHealthBoard = HostHealthBoard(jitter: { Double.random(in: 0...1) }),
        onCall: @escaping @Sendable (CallRecIntGUID, String, ProviderCall) -> Void = { _, _, _ in }
    ) {
        let ledger = ledger ?? PacedQuotaLedger(configuration: configuration, pace: pace, logger: logger, now: now)
        let wire = DubberWire(
            configuration: configuration,
            client: client,
            ledger: ledger,
            health: health,
            pace: pace,
            logger: logger,
            now: now,
            onCall: onCall
        )
        self.health = health
        self.configuration = configuration
        self.egress = egress
        self.pace = pace
        self.now = now
        self.logger = logger
        notices = HookNotices(capacity: configuration.maximumAccounts)
        self.ledger = ledger
        self.index = index
        calls = DubberCalls(wire: wire, tokens: TokenStore(wire: wire))
        reader = ListReader(
            pages: ListPages(calls: calls, configuration: configuration, logger: logger),
            index: index,
            logger: logger,
            now: now
        )
        knownHosts = RecentTable(capacity: configuration.maximumAccounts)
        searches = ListSearches(maximumRows: configuration.maximumSearchedRows)
        locations = AudioLocations(
            calls: calls,
            index: index,
            configuration: configuration,
            egressAllowsPlainHTTP: egress.allowPlainHTTP,
            now: now
        )
    }

    package func find(
        _ segments: [CallSegment],
        entry: IntegrationEntry,
        probe: Probe,
        isExplained: Bool = true,
        report: @Sendable (Int, SegmentFinding) async -> Void
    ) async {
        let search = HostSearch(
            configuration: configuration,
            reader: reader,
            index: index,
            notices: notices,
            ledger: ledger,
            searches: searches,
            maximumExplained: isExplained ? configuration.explainedRows : 0,
            now: now
        )
        let finder = SegmentFinder(search: search, hosts: keptHosts(of: entry), health: health, pace: pace, now: now)
        await finder.find(segments, probe: probe, report: report)
    }

    package func audioOrigin(of recording: RecordingID, entry: IntegrationEntry) -> any AudioOrigin {
        DubberAudioOrigin(
            recording: recording,
            hosts: hosts(of: entry),
            locations: locations,
            index: index,
            configuration: configuration,
            pace: pace,
            now: now
        )
    }

    package func quota(entry: IntegrationEntry) async -> [QuotaStanding] {
        let hosts = hosts(of: entry)
        var standings: [QuotaStanding] = []
        for peer in hosts.usable {
            let (remainingToday, perSecond) = await ledger.standing(peer.quotaKey)
            let field = hosts.field(peer.position)
            standings.append(
                QuotaStanding(
                    position: peer.position,
                    host: field,
                    name: peer.host.name,
                    remainingToday: remainingToday,
                    perSecond: perSecond,
                    perDay: configuration.requestsPerDay
                )
            )
        }
        return standings
    }

    /// Waits until nothing is searched for any more.
    package func endOfSearches() async {
        await searches.end()
    }

    /// Ends what is still searched for; nothing is searched for after this.
    package func shutDown() async {
        await searches.shutDown()
    }

    package func forget(entry: CallRecIntGUID) async {
        searches.forget(entry)
        reader.forget(entry)
        locations.forget(entry)
        calls.forget(entry)
        notices.forget(entry)
        knownHosts.removeAll { known, _ in known.callRecIntGUID == entry }
        await index.forget(entry)
    }

    /// The name under which ``health`` keeps a host field; `nil` when the field is not usable.
    package func healthName(of field: String) -> String? {
        try? DubberHost(field: field, allowPlainHTTP: egress.allowPlainHTTP).name
    }

    package func hosts(entry: IntegrationEntry) -> [HostStanding] {
        entry.settings.hostFields.map { position, field in
            let name = healthName(of: field)
            return HostStanding(
                position: position,
                host: field,
                name: name,
                health: name.map { health.standing(of: $0) }
            )
        }
    }

    func hosts(of entry: IntegrationEntry) -> EntryHosts {
        EntryHosts(entry: entry, allowPlainHTTP: egress.allowPlainHTTP)
    }

    /// The same, remembered: for entries of the registry, which change with their revision, and are asked for over and over.
    private func keptHosts(of entry: IntegrationEntry) -> EntryHosts {
        if let known = knownHosts[entry] { return known }
        let hosts = hosts(of: entry)
        knownHosts[entry] = hosts
        return hosts
    }
}
