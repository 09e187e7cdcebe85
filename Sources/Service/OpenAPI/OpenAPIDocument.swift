internal import HTTPTypes

/// The description of the HTTP API, as `/openapi.json` gives it: made from what the endpoints declare.
///
/// Source: OpenAPI 3.1.
struct OpenAPIDocument: Encodable, Sendable {
    private struct Components: Encodable {
        let securitySchemes = ["bearer": ["type": "http", "scheme": "bearer"]]
        let schemas = ["Problem": ProblemSchema()]
    }

    /// Source: RFC 9457.
    private struct ProblemSchema: Encodable {
        let type = "object"
        let required = ["type", "title", "status", "detail", "code", "requestID", "retryable"]
        let properties = [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
            "detail": ["type": "string"], "code": ["type": "string"], "requestID": ["type": "string"],
            "retryable": ["type": "boolean"], "field": ["type": "string"], "errors": ["type": "array"],
        ]
    }

    private let openapi = "3.1.0"
    private let info = ["title": "Playback resolver", "version": "1"]
    private let paths: [String: [String: OpenAPIOperation]]
    private let components = Components()

    /// - Parameter endpoints: every one; those for browsers are left out.
    init(of endpoints: [EndpointDeclaration]) {
        paths = endpoints.reduce(into: [:]) { paths, endpoint in
            guard endpoint.isForPrograms else { return }
            let method = endpoint.method.rawValue.lowercased()
            paths[endpoint.path, default: [:]][method] = OpenAPIOperation(endpoint)
        }
    }
}
