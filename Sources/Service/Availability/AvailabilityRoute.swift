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
    let answers: AnswersUnderWay
    let metrics: ServiceMetrics
    let lane: WorkLane

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .post,
                RequestPath.availability,
                "Whether the rows of a report page have recordings, and if not why.",
                for: .role(.report, reach: .scope),
                asks: "application/json",
                answers: ["application/json", "application/x-ndjson"]
            )
        ) { request, context, _ in try await respond(request, context) }
    }

    private func respond(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let body = try await request.body.collect(
            upTo: AvailabilityRequest.maximumBodyBytes(maximumSegments: maximumSegments)
        )
        // Not before the body has come: who sends slowly holds up nobody.
        let connection = context.connection
        let requester = try context.known
        let terms = AnswerTerms(availabilityBy: requester)
        guard let answer = try await answers.beginInTurn(terms, abort: { connection.abort() }) else {
            throw Self.tooMany
        }
        let accept = AcceptField(request.headers[values: .accept])
        let isInLines = accept.names("application/x-ndjson", notLessThan: "application/json")
        func answered() async throws -> Response {
            let asked = try AvailabilityRequest(json: Data(body.readableBytesView), maximumSegments: maximumSegments)
            try requester.check(user: asked.user, in: finder.registry.snapshot)
            if isInLines { return try lines(asked, answer) }
            defer { withExtendedLifetime(answer) {} }
            return try await whole(asked, context.timing)
        }
        // A row or two are not dear: to change threads for them would cost more than they do.
        if AvailabilityRequest.isShort(body.readableBytesView) { return try await answered() }
        return try await lane.onOwnThreads(answered)
    }

    private static let tooMany = Problem(
        status: 503,
        code: "overloaded",
        title: "Too many requests at once",
        detail: "As many availability requests are answered, and wait for it, as may; try again soon.",
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
    private func lines(_ asked: AvailabilityRequest, _ answer: AnswersUnderWay.Answer) throws -> Response {
        try finder.checkUser(of: asked)
        let body = ResponseBody { writer in
            defer { withExtendedLifetime(answer) {} }
            try await lane.onOwnThreads { try await write(asked, answer, to: &writer) }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
            body: body
        )
    }

    private func write(
        _ asked: AvailabilityRequest,
        _ answer: AnswersUnderWay.Answer,
        to writer: inout any ResponseBodyWriter
    ) async throws {
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
            answer.waitsForPeer()
            try await writer.write(AvailabilityBody.line(result))
            answer.waitsForOthers()
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
