internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Recordings
internal import Registry
internal import Synchronization

/// `POST /v1/availability`: whether the rows of a report page have recordings, and if not why.
struct AvailabilityRoute: Sendable {
    let finder: AvailabilityFinder
    let maximumSegments: Int
    let settings: RunningSettings
    let metrics: ServiceMetrics
    let lane: WorkLane
    private let places = Places()

    init(
        finder: AvailabilityFinder,
        maximumSegments: Int,
        settings: RunningSettings,
        metrics: ServiceMetrics,
        lane: WorkLane
    ) {
        self.finder = finder
        self.maximumSegments = maximumSegments
        self.settings = settings
        self.metrics = metrics
        self.lane = lane
    }

    func add(to router: Router<ServiceRequestContext>) {
        router.post("/v1/availability") { try await answer($0, $1) }
        router.on("/v1/availability", method: .options) { _, _ in
            Response(status: .noContent, headers: [.allow: "POST, OPTIONS"], body: .init())
        }
    }

    private func answer(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try context.require(.report)
        guard let place = places.take("all", most: settings.values.limits.availabilityRequests) else {
            throw Self.tooMany
        }
        let limit = AvailabilityRequest.maximumBodyBytes(maximumSegments: maximumSegments)
        let body = try await request.body.collect(upTo: limit)
        let asked = try await lane.onOwnThreads {
            try AvailabilityRequest(json: Data(body.readableBytesView), maximumSegments: maximumSegments)
        }
        let accepts = request.headers[values: .accept].joined(separator: ",").lowercased()
        if accepts.contains("application/x-ndjson") { return try lines(asked, place) }
        defer { withExtendedLifetime(place) {} }
        return try await lane.onOwnThreads { try await whole(asked, context.timing) }
    }

    private static let tooMany = Problem(
        status: 503,
        code: "overloaded",
        title: "Too many requests at once",
        detail: "The service answers as many availability requests as it takes; try again soon.",
        isRetryable: true,
        retryAfterSeconds: 2
    )

    private func whole(_ asked: AvailabilityRequest, _ timing: ServerTiming) async throws -> Response {
        let results = ResultRow(count: asked.segments.count)
        try await timing.measure("rows") {
            try await finder.find(asked) { index, result in results.put(result, at: index) }
        }
        let all = results.all
        metrics.availability(all.map(\.state))
        return JSONAnswer.response(body: try await timing.measure("json") { try await AvailabilityBody.whole(all) })
    }

    private struct Done: Encodable {
        let done = true
        let checked: Int
    }

    /// One line for each result as soon as it is known, and a last one when all are.
    private func lines(_ asked: AvailabilityRequest, _ place: Places.Place) throws -> Response {
        try finder.checkUser(of: asked)
        let body = ResponseBody { writer in
            defer { withExtendedLifetime(place) {} }
            try await lane.onOwnThreads { try await write(asked, to: &writer) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
            body: body
        )
    }

    private func write(_ asked: AvailabilityRequest, to writer: inout any ResponseBodyWriter) async throws {
        let (results, channel) = AsyncStream.makeStream(of: AvailabilityResult.self)
        // The finder and the writer run side by side: a slow page does not hold the provider's calls.
        async let finding: Void = {
            defer { channel.finish() }
            try await finder.find(asked) { _, result in channel.yield(result) }
        }()
        var states: [AvailabilityState] = []
        defer { metrics.availability(states) }
        for await result in results {
            states.append(result.state)
            try await writer.write(AvailabilityBody.line(result))
        }
        try await finding
        try await writer.write(AvailabilityBody.line(Done(checked: asked.segments.count)))
    }
}

/// The results of one request, put in the order asked.
private final class ResultRow: Sendable {
    private let results: Mutex<[AvailabilityResult?]>

    init(count: Int) {
        results = Mutex(Array(repeating: nil, count: count))
    }

    func put(_ result: AvailabilityResult, at index: Int) {
        results.withLock { $0[index] = result }
    }

    var all: [AvailabilityResult] { results.withLock { $0.compactMap { $0 } } }
}
