package import Foundation
package import Logging
package import Recordings
package import Transport

/// Dubber as a provider of recordings.
package final class DubberProvider: RecordingProvider {
    /// How hosts have fared, by ``healthName(of:)``.
    package let health: HostHealthBoard
    private let configuration: DubberConfiguration
    private let egress: EgressRules
    private let now: @Sendable () -> Date
    private let ledger: any QuotaLedger
    private let index: any RecordingIndex
    private let calls: DubberCalls
    private let reader: ListReader
    private let locations: AudioLocations

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
    package init(
        configuration: DubberConfiguration,
        client: HTTPClient,
        egress: EgressRules,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() },
        pace: Pace = .continuous(),
        index: any RecordingIndex = MemoryRecordingIndex(),
        ledger: (any QuotaLedger)? = nil,
        health: HostHealthBoard = HostHealthBoard()
    ) {
        let ledger = ledger ?? PacedQuotaLedger(configuration: configuration, pace: pace, now: now)
        let wire = DubberWire(
            configuration: configuration,
            client: client,
            ledger: ledger,
            health: health,
            pace: pace,
            logger: logger,
            now: now
        )
        self.health = health
        self.configuration = configuration
        self.egress = egress
        self.now = now
        self.ledger = ledger
        self.index = index
        calls = DubberCalls(wire: wire, tokens: TokenStore(wire: wire))
        reader = ListReader(
            calls: calls,
            index: index,
            pageSize: max(configuration.pageSize, 1),
            logger: logger,
            now: now
        )
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
        report: @Sendable (Int, SegmentFinding) async -> Void
    ) async {
        let search = HostSearch(configuration: configuration, reader: reader, index: index, now: now)
        let finder = SegmentFinder(search: search, hosts: hosts(of: entry), now: now)
        await finder.find(segments, probe: probe, report: report)
    }

    package func audioOrigin(of recording: RecordingID, entry: IntegrationEntry) -> any AudioOrigin {
        DubberAudioOrigin(
            recording: recording,
            hosts: hosts(of: entry),
            locations: locations,
            index: index,
            youngestExpiry: configuration.youngestExpiry,
            now: now
        )
    }

    package func quota(entry: IntegrationEntry) async -> [QuotaStanding] {
        let hosts = hosts(of: entry)
        var standings: [QuotaStanding] = []
        for peer in hosts.usable {
            let (remainingToday, perSecond) = await ledger.standing(peer.quotaKey)
            let field = hosts.field(peer.position)
            standings.append(QuotaStanding(host: field, remainingToday: remainingToday, perSecond: perSecond))
        }
        return standings
    }

    package func forget(entry: CallRecIntGUID) async {
        reader.forget(entry)
        locations.forget(entry)
        calls.forget(entry)
        await index.forget(entry)
    }

    /// The name under which ``health`` keeps a host field; `nil` when the field is not usable.
    package func healthName(of field: String) -> String? {
        try? DubberHost(field: field, allowPlainHTTP: egress.allowPlainHTTP).name
    }

    private func hosts(of entry: IntegrationEntry) -> EntryHosts {
        EntryHosts(entry: entry, allowPlainHTTP: egress.allowPlainHTTP)
    }
}
