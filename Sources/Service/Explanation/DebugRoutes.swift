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
    let order: RegistryOrder
    let lane: WorkLane

    func add(to router: Router<ServiceRequestContext>) {
        router.get("/v1/debug/resolution") { try await resolution($0, $1) }
        router.get("/v1/debug/hosts") { request, context in
            try context.require(.admin)
            return try await lane.run { try hosts(request) }
        }
        router.get("/v1/debug/quota") { request, context in
            try context.require(.admin)
            return try await lane.run { try await quota(request) }
        }
        router.get("/v1/debug/cache") { try cacheTotals($0, $1) }
    }

    private func resolution(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try context.require(.admin)
        let query = try DebugQuery(request.uri.queryParameters.map { (String($0.key), String($0.value)) })
        let answer = await explainer.explain(query.segment, username: query.username, probe: query.probe)
        return try JSONAnswer.response(answer)
    }

    /// Entries told of in one answer; `entry=` picks a single one.
    private static let maximumEntries = 1_000

    private func entries(_ request: Request) throws(Problem) -> [IntegrationEntry] {
        let all = explainer.registry.snapshot.entries
        guard let wanted = request.uri.queryParameters["entry"] else {
            return order.entries.byGUID.prefix(Self.maximumEntries).compactMap { all[$0] }
        }
        guard let entry = all[CallRecIntGUID(String(wanted))] else {
            throw .entryUnknown
        }
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

    private func hosts(_ request: Request) throws -> Response {
        let answers = try entries(request).map { entry in
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

    private func quota(_ request: Request) async throws -> Response {
        var answers: [QuotaAnswer.Entry] = []
        for entry in try entries(request) {
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

    private func cacheTotals(_ request: Request, _ context: ServiceRequestContext) throws -> Response {
        try context.require(.admin)
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
