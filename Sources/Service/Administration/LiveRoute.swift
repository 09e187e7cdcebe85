internal import Foundation
internal import Hummingbird
internal import Recordings
internal import Registry
internal import SliceCache

/// `GET /v1/debug/live`: how the service is doing now and did in the last minutes; for administrators, to be asked every few seconds.
struct LiveRoute: Sendable {
    let board: LiveBoard
    let entries: ActiveEntries
    let registry: Registry
    let provider: any RecordingProvider
    let cache: SliceCache
    let lane: WorkLane
    let startedAt: Date
    let now: @Sendable () -> Date

    /// The number of the latest sample that the caller has; all are given without.
    private static let after = QueryField.wholeNumber("after", in: 0 ... .max)

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .get,
                "/v1/debug/live",
                "Hosts, quota, cache, listeners and errors now and in the last minutes, for polling.",
                for: .role(.admin),
                query: [Self.after]
            )
        ) { _, _, query in
            let after = try query[Self.after] ?? 0
            return try await lane.run { try await answer(after: after) }
        }
    }

    private func answer(after: Int) async throws -> Response {
        let history = board.sample()
        let assigned = registry.snapshot.assignedUsers
        let selection = LiveSelection(
            entries.all,
            assigned: { assigned[$0.callRecIntGUID]?.count ?? 0 },
            standings: provider.hosts
        )
        var quota: [LiveAnswer.QuotaPart] = []
        for entry in selection.entries {
            let standings = await provider.quota(entry: entry)
            quota.append(
                .init(
                    callRecIntGUID: entry.callRecIntGUID,
                    description: entry.description,
                    hosts: standings.map { .init($0) }
                )
            )
        }
        return try JSONAnswer.response(
            LiveAnswer(
                now: now(),
                startedAt: startedAt,
                listeners: board.gauges.listeners,
                cache: cachePart,
                hosts: selection.hosts.map {
                    .init(host: $0.name, health: Nullable($0.health), entryCount: $0.entryCount)
                },
                hostCount: selection.hostCount,
                quota: quota,
                quotaEntryCount: selection.entryCount,
                sampleSeconds: LiveHistory.sampleSeconds,
                maximumSamples: LiveHistory.maximumSamples,
                samples: history.samples.filter { $0.number > after }.map { .init($0) },
                errors: history.errors.map { .init(code: $0.code, count: $0.count, lastAt: $0.lastAt) }
            )
        )
    }

    private var cachePart: LiveAnswer.CachePart {
        let (gauges, audio) = (cache.gauges, board.counters.audio.totals)
        return .init(
            recordings: gauges.recordings,
            storedBytes: gauges.storedBytes,
            maximumBytes: cache.limits.maximumBytes,
            flights: gauges.flights,
            readers: gauges.readers,
            upstreamRequests: cache.counters.upstreamRequests,
            upstreamBytes: cache.counters.upstreamBytes,
            storageFailures: cache.counters.storageFailures,
            hits: audio.hits,
            partials: audio.partials,
            misses: audio.misses
        )
    }
}
