internal import Foundation
internal import Hummingbird
internal import Recordings
internal import Registry
internal import SliceCache

/// `GET /v1/debug/…`: why a row is or is not playable, and how the parts are doing; for administrators.
struct DebugRoutes: Sendable {
    let explainer: ResolutionExplainer
    let cache: SliceCache

    func add(to router: Router<ServiceRequestContext>) {
        router.get("/v1/debug/resolution") { try await resolution($0, $1) }
        router.get("/v1/debug/cache") { try cacheTotals($0, $1) }
    }

    private func resolution(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try context.require(.admin)
        let query = try DebugQuery(request.uri.queryParameters.map { (String($0.key), String($0.value)) })
        let answer = await explainer.explain(query.segment, username: query.username, probe: query.probe)
        return try JSONAnswer.response(answer)
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
                storageFailures: cache.counters.storageFailures
            )
        )
    }
}
