internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import PlaybackAudit
internal import Recordings
internal import Registry

/// `GET /v1/audit`: who played, sought or downloaded what, as JSON or CSV; for administrators.
struct AuditRoute: Sendable {
    /// Tells what to give as `after` for the events that follow; absent at the end.
    static let nextField = HTTPField.Name("X-Next-After")

    let audit: PlaybackAudit
    let registry: Registry
    let calls: CallRecordings
    let lane: WorkLane

    private struct Answer: Encodable {
        struct Recording: Encodable {
            let callRecIntGUID: CallRecIntGUID
            let recordingID: RecordingID
        }

        let events: [AuditAnswerEvent]
        let next: Nullable<String>
        /// Of the call that was asked for; `null` where none was.
        let recordings: Nullable<[Recording]>
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
            let requester = try context.known
            try asked.check(requester, in: registry.snapshot)
            return try await answer(asked, scope: requester.scope)
        }
    }

    private func answer(_ asked: AuditRequest, scope: AdministratorScope) async throws -> Response {
        var query = asked.query
        if let call = asked.call { query.played = try await calls.played(call, entry: query.entry, within: scope) }
        let page = try await lane.run { [query] in try await audit.page(query) }
        var response: Response
        switch asked.format {
        case .json:
            let answer = Answer(
                events: page.events.map { AuditAnswerEvent($0, in: registry.snapshot, shownTo: scope) },
                next: Nullable(page.next.map { String($0) }),
                recordings: Nullable(
                    query.played?.map { .init(callRecIntGUID: $0.entry, recordingID: $0.recording) }
                )
            )
            response = try JSONAnswer.response(answer)
        case .csv:
            return table(page, query, isWhole: asked.isWhole)
        }
        if let next = page.next, let field = Self.nextField { response.headers[field] = String(next) }
        return response
    }

    private func table(_ page: AuditPage, _ query: AuditQuery, isWhole: Bool) -> Response {
        var response = AuditCSV.response(
            name: "audit.csv",
            columns: AuditCSV.columns,
            rows: page.events.map(AuditCSV.cells),
            following: isWhole ? page.next : nil
        ) { place in
            var query = query
            query.after = place
            let page = try await lane.run { [query] in try await audit.page(query) }
            return (page.events.map(AuditCSV.cells), page.next)
        }
        if !isWhole, let next = page.next, let field = Self.nextField { response.headers[field] = String(next) }
        return response
    }
}
