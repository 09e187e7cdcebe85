internal import Foundation

extension OpenAPIDocument {
    private struct Document: Encodable {
        let openapi = "3.1.0"
        let info = ["title": "Playback resolver", "version": "1"]
        let paths: [String: [String: OperationObject]]
        let components = Components()
    }

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
            "retryable": ["type": "boolean"],
        ]
    }

    private struct OperationObject: Encodable {
        let summary: String
        let parameters: [Parameter]
        let requestBody: Body?
        let responses: [String: Answer]
        /// An empty requirement means that none is needed.
        let security: [[String: [String]]]

        init(_ operation: Operation) {
            summary = operation.summary
            let inPath = operation.path.matches(of: #/\{(\w+)\}/#).map { String($0.output.1) }
            parameters =
                inPath.map { Parameter(name: $0, place: "path", isRequired: true) }
                + operation.query.map { name in
                    Parameter(
                        name: name.replacing("!", with: ""),
                        place: "query",
                        isRequired: name.hasSuffix("!")
                    )
                }
            requestBody = operation.asks.map { Body(content: [$0: MediaType()]) }
            let content = Dictionary(uniqueKeysWithValues: operation.answers.map { ($0, MediaType()) })
            responses = [
                "\(operation.status)": Answer(description: "Done.", content: content.isEmpty ? nil : content),
                "default": Answer(
                    description: "A problem document (RFC 9457).",
                    content: ["application/problem+json": MediaType(schema: ["$ref": "#/components/schemas/Problem"])]
                ),
            ]
            switch operation.access {
            case .nobody: security = [[:]]
            case .report, .admin: security = [["bearer": []]]
            // The signature stands in the address; an admin token works in its place.
            case .signedURL: security = [[:], ["bearer": []]]
            }
        }
    }

    private struct Parameter: Encodable {
        let name: String
        let place: String
        let isRequired: Bool
        let schema = ["type": "string"]

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

    /// The whole document.
    static func json() throws -> Data {
        var paths: [String: [String: OperationObject]] = [:]
        for operation in operations {
            paths[operation.path, default: [:]][operation.method.lowercased()] = OperationObject(operation)
        }
        return try JSONAnswer.encoder.encode(Document(paths: paths))
    }
}
