internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit
internal import Registry

/// `GET /v1/audit`: who played, sought or downloaded what, as JSON or CSV; for administrators.
struct AuditRoute: Sendable {
    /// Tells what to give as `after` for the events that follow; absent at the end.
    static let nextField = HTTPField.Name("X-Next-After")

    let audit: PlaybackAudit
    let registry: Registry
    let lane: WorkLane

    private struct Answer: Encodable {
        let events: [AuditAnswerEvent]
        let next: Nullable<String>
    }

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .get,
                "/v1/audit",
                "Who played, sought, downloaded or looked at what, when and from where: one event for each playback.",
                for: .role(.admin, reach: .scope),
                query: AuditRequest.fields,
                answers: ["application/json", "text/csv"]
            )
        ) { _, context, query in
            let asked = try AuditRequest(query)
            try asked.check(context.known, in: registry.snapshot)
            return try await lane.run { try await answer(asked) }
        }
    }

    private func answer(_ asked: AuditRequest) async throws -> Response {
        // One more than wanted tells whether there are more.
        var query = asked.query
        query.limit += 1
        let found = try await audit.events(query)
        let events = Array(found.prefix(asked.query.limit))
        let next = found.count > events.count ? events.last.map { String($0.id) } : nil
        var response: Response
        switch asked.format {
        case .json:
            let answer = Answer(events: events.map(AuditAnswerEvent.init), next: Nullable(next))
            response = try JSONAnswer.response(answer)
        case .csv:
            response = Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8; header=present", .cacheControl: "no-store",
                    .contentDisposition: "attachment; filename=\"audit.csv\"",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: AuditCSV.text(events)))
            )
        }
        if let next, let field = Self.nextField { response.headers[field] = next }
        return response
    }
}
