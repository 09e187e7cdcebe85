internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import PlaybackAudit
internal import Registry

/// `GET /v1/audit`: who played, sought or downloaded what, as JSON or CSV; for administrators.
struct AuditRoute: Sendable {
    static let path: RouterPath = "/v1/audit"
    /// Tells what to give as `after` for the events that follow; absent at the end.
    static let nextField = HTTPField.Name("X-Next-After")

    let audit: PlaybackAudit
    let lane: WorkLane

    private struct Answer: Encodable {
        let events: [AuditAnswerEvent]
        let next: Nullable<String>
    }

    func add(to router: Router<ServiceRequestContext>) {
        router.get(Self.path) { try await answer($0, $1) }
    }

    private func answer(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try context.require(.admin)
        let asked = try AuditRequest(request.uri.queryParameters.map { (String($0.key), String($0.value)) })
        return try await lane.run { try await answer(asked) }
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
