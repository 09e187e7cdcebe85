internal import Foundation
internal import HTTPTypes

/// `GET /openapi.json`: what the HTTP API offers, in a form that tools read (OpenAPI 3.1).
struct OpenAPIRoute: Sendable {
    private static let declaration = EndpointDeclaration(
        .get,
        "/openapi.json",
        "This description.",
        for: .anybody
    )

    /// Written once; it never changes.
    private let document: Result<StableDocument, any Error>

    /// - Parameter others: every endpoint but this one.
    init(describing others: [EndpointDeclaration]) {
        document = Result {
            let json = try JSONAnswer.encoder.encode(OpenAPIDocument(of: others + [Self.declaration]))
            return StableDocument(Array(json), contentType: "application/json")
        }
    }

    var endpoint: Endpoint {
        Endpoint(Self.declaration) { request, _, _ in try document.get().response(to: request) }
    }
}
