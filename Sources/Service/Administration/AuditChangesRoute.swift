internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Registry

/// `GET /v1/audit/changes`: who changed what in the registry, when and from where, as JSON or CSV; for administrators of everything.
struct AuditChangesRoute: Sendable {
    private static let since = QueryField.time("since")
    private static let until = QueryField.time("until")
    private static let author = QueryField.text("author")
    private static let kind = QueryField<AuditAction.Kind>.choice("kind")
    private static let key = QueryField.text("key")
    private static let after = QueryField("after", .text("what the page before told as next")) { AuditPlace($0) }
    private static let limit = QueryField.wholeNumber("limit", in: 1...AuditRowQuery.maximumLimit)
    private static let format = QueryField<AuditRequest.Format>.choice("format")

    let registry: Registry
    let lane: WorkLane

    private struct Change: Encodable {
        let id: Int64
        let at: String
        let author: String
        let address: Nullable<String>
        let action: String
        let kind: String
        let key: String
        /// Names, never values.
        let properties: [String]

        static let columns = ["id", "at", "author", "address", "action", "kind", "key", "properties"]

        init(_ row: AuditRow) {
            id = row.id
            at = AuditAnswerEvent.text(row.author.at)
            author = row.author.name
            address = Nullable(row.author.remoteAddress)
            action = row.action.rawValue
            kind = row.action.kind.rawValue
            key = row.subject
            properties = row.properties
        }

        var cells: [String] {
            [
                String(id), at, author, address.value ?? "", action, kind, key,
                properties.joined(separator: " "),
            ]
        }
    }

    private struct Answer: Encodable {
        let changes: [Change]
        let next: Nullable<String>
    }

    var endpoint: Endpoint {
        Endpoint(
            .init(
                .get,
                "/v1/audit/changes",
                "Who changed what in the registry, when and from where; names of what was changed, never values.",
                for: .role(.admin),
                query: [
                    Self.since, Self.until, Self.author, Self.kind, Self.key, Self.after, Self.limit, Self.format,
                ],
                answers: ["application/json", "text/csv"]
            )
        ) { _, _, query in
            var asked = AuditRowQuery()
            asked.since = try query[Self.since]
            asked.until = try query[Self.until]
            asked.author = try query[Self.author]
            asked.kind = try query[Self.kind]
            asked.subject = try query[Self.key]
            asked.after = try query[Self.after]
            asked.limit = try query[Self.limit] ?? asked.limit
            let isTable = try query[Self.format] == .csv
            let isWhole = try query[Self.limit] == nil && query[Self.after] == nil
            let page = try await lane.run { [asked] in try await registry.auditRows(asked) }
            guard isTable else {
                let answer = Answer(changes: page.rows.map(Change.init), next: Nullable(page.next?.text))
                return try JSONAnswer.response(answer)
            }
            return table(page, asked, isWhole: isWhole)
        }
    }

    private func table(_ page: AuditRowPage, _ query: AuditRowQuery, isWhole: Bool) -> Response {
        var response = AuditCSV.response(
            name: "changes.csv",
            columns: Change.columns,
            rows: page.rows.map { Change($0).cells },
            following: isWhole ? page.next : nil
        ) { place in
            var query = query
            query.after = place
            let page = try await lane.run { [query] in try await registry.auditRows(query) }
            return (page.rows.map { Change($0).cells }, page.next)
        }
        if !isWhole, let next = page.next, let field = AuditRoute.nextField { response.headers[field] = next.text }
        return response
    }
}
