internal import HTTPTypes
internal import Registry

/// What the description says of one endpoint.
///
/// Source: OpenAPI 3.1, "Operation Object".
struct OpenAPIOperation: Encodable, Sendable {
    private struct Parameter: Encodable {
        let name: String
        let place: String
        let isRequired: Bool
        let schema: OpenAPISchema

        enum CodingKeys: String, CodingKey {
            case name, place = "in", isRequired = "required", schema
        }
    }

    private struct Body: Encodable {
        let content: [String: MediaType]
    }

    private struct Answer: Encodable {
        let description: String
        let content: [String: MediaType]?
    }

    private struct MediaType: Encodable {
        var schema: [String: String]?
    }

    private let summary: String
    private let parameters: [Parameter]
    private let requestBody: Body?
    private let responses: [String: Answer]
    /// Any one of them suffices; an empty one means that none is needed.
    private let security: [[String: [String]]]

    init(_ endpoint: EndpointDeclaration) {
        summary = endpoint.sentence
        let inPath = endpoint.path.matches(of: #/\{(\w+)\}/#).map { String($0.output.1) }
        parameters =
            inPath.map { Parameter(name: $0, place: "path", isRequired: true, schema: OpenAPISchema()) }
            + endpoint.query.map { field in
                Parameter(
                    name: field.name,
                    place: "query",
                    isRequired: field.isRequired,
                    schema: OpenAPISchema(field.form)
                )
            }
            + endpoint.headers.map {
                Parameter(name: $0, place: "header", isRequired: false, schema: OpenAPISchema())
            }
        requestBody = endpoint.asks.map { Body(content: [$0: MediaType()]) }
        let content = Dictionary(uniqueKeysWithValues: endpoint.answers.map { ($0, MediaType()) })
        let problem = Answer(
            description: "A problem document (RFC 9457).",
            content: ["application/problem+json": MediaType(schema: ["$ref": "#/components/schemas/Problem"])]
        )
        responses = endpoint.statuses.reduce(into: ["default": problem]) { responses, status in
            let hasContent = !content.isEmpty && status != HTTPResponse.Status.noContent.code
            responses["\(status)"] = Answer(description: "Done.", content: hasContent ? content : nil)
        }
        security = Self.security(endpoint.access)
    }

    /// The roles stand where OpenAPI 3.1 has names of roles for a scheme that has no scopes.
    private static func security(_ access: EndpointAccess) -> [[String: [String]]] {
        switch access {
        case .anybody, .sameOrigin, .secretInAddress, .ownSession: [[:]]
        case .role(let role, _), .roleOrThisMachine(let role), .page(let role, _): [["bearer": [role.rawValue]]]
        // The signature stands in the address; an admin token works in its place.
        case .signedURL: [[:], ["bearer": [TokenRole.admin.rawValue]]]
        }
    }
}
