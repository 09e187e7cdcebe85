internal import Foundation
internal import Hummingbird
internal import Recordings
internal import Registry
internal import SliceCache

/// `GET /v1/debug/…`: why a row is or is not playable, and how the parts are doing; for administrators.
struct DebugRoutes: Sendable {
    let explainer: ResolutionExplainer
    let cache: SliceCache
    let waveforms: WaveformMaker
    let lane: WorkLane

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    "/v1/debug/resolution",
                    "Why a row can or cannot be played: rules, hosts and calls, match criteria, cache and quota.",
                    for: .role(.admin, reach: .scope),
                    query: DebugQuery.fields
                )
            ) { _, context, query in try await resolution(DebugQuery(query), by: context.known) },
            Endpoint(
                .init(
                    .get,
                    "/v1/debug/hosts",
                    "How each entry's hosts are doing.",
                    for: .role(.admin, reach: .scope),
                    query: [Self.entry]
                )
            ) { _, context, query in
                let requester = try context.known
                return try await lane.run { try await hosts(entries(query, of: requester)) }
            },
            Endpoint(
                .init(
                    .get,
                    "/v1/debug/quota",
                    "What is left of each entry's allowance.",
                    for: .role(.admin, reach: .scope),
                    query: [Self.entry]
                )
            ) { _, context, query in
                let requester = try context.known
                return try await lane.run { try await quota(entries(query, of: requester)) }
            },
            Endpoint(
                .init(.get, "/v1/debug/cache", "The audio cache's figures.", for: .role(.admin))
            ) { _, _, _ in try cacheTotals() },
        ]
    }

    private func resolution(_ query: DebugQuery, by requester: Requester) async throws -> Response {
        try requester.check(user: query.username, in: explainer.registry.snapshot)
        let answer = await explainer.explain(
            query.segment,
            username: query.username,
            probe: query.probe,
            scope: requester.scope
        )
        return try JSONAnswer.response(answer)
    }

    /// Entries told of in one answer; `entry=` picks a single one.
    private static let maximumEntries = 1_000
    private static let entry = QueryField.entry

    private func entries(_ query: QueryValues, of requester: Requester) async throws -> [IntegrationEntry] {
        let registry = explainer.registry
        guard let wanted = try query[Self.entry] else {
            let page = try await registry.entries(within: requester.scope.component, limit: Self.maximumEntries)
            let all = registry.snapshot.entries
            return page.keys.compactMap { all[$0] }
        }
        guard let entry = registry.snapshot.entries[wanted] else {
            throw Problem.entryUnknown
        }
        try requester.check(entry)
        return [entry]
    }

    private struct HostsAnswer: Encodable {
        struct Host: Encodable {
            let position: Int
            let host: String
            let health: Nullable<String>
        }

        struct Entry: Encodable {
            let callRecIntGUID: CallRecIntGUID
            let description: String
            let hosts: [Host]
        }

        let entries: [Entry]
    }

    private func hosts(_ entries: [IntegrationEntry]) throws -> Response {
        let answers = entries.map { entry in
            HostsAnswer.Entry(
                callRecIntGUID: entry.callRecIntGUID,
                description: entry.description,
                hosts: explainer.provider.hosts(entry: entry).map {
                    .init(position: $0.position.rawValue, host: $0.host, health: Nullable($0.health))
                }
            )
        }
        return try JSONAnswer.response(HostsAnswer(entries: answers))
    }

    private struct QuotaAnswer: Encodable {
        struct Entry: Encodable {
            let callRecIntGUID: CallRecIntGUID
            let description: String
            let quota: [DebugAnswer.QuotaPart]
        }

        let entries: [Entry]
    }

    private func quota(_ entries: [IntegrationEntry]) async throws -> Response {
        var answers: [QuotaAnswer.Entry] = []
        for entry in entries {
            let standings = await explainer.provider.quota(entry: entry)
            answers.append(
                .init(
                    callRecIntGUID: entry.callRecIntGUID,
                    description: entry.description,
                    quota: standings.map { .init($0) }
                )
            )
        }
        return try JSONAnswer.response(QuotaAnswer(entries: answers))
    }

    private struct CacheAnswer: Encodable {
        let recordings: Int
        let storedBytes: Int64
        let maximumBytes: Int64
        let openRecordings: Int
        let flights: Int
        let readers: Int
        let upstreamRequests: Int
        let upstreamBytes: Int
        let storageFailures: Int
        /// Recordings decoded since the start.
        let waveformDecodings: Int
    }

    private func cacheTotals() throws -> Response {
        let totals = cache.totals
        return try JSONAnswer.response(
            CacheAnswer(
                recordings: totals.recordings,
                storedBytes: totals.storedBytes,
                maximumBytes: cache.limits.maximumBytes,
                openRecordings: totals.openRecordings,
                flights: totals.flights,
                readers: totals.readers,
                upstreamRequests: cache.counters.upstreamRequests,
                upstreamBytes: cache.counters.upstreamBytes,
                storageFailures: cache.counters.storageFailures,
                waveformDecodings: waveforms.decodingsBegun
            )
        )
    }
}

extension Problem {
    static let entryUnknown = Problem(
        status: 404,
        code: "entryUnknown",
        title: "No such entry",
        detail: "There is no integration entry of this GUID."
    )
}
