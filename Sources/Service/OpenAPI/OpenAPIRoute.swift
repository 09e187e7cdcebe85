internal import Hummingbird

/// `GET /openapi.json`: what the HTTP API offers, in a form that tools read (OpenAPI 3.1).
struct OpenAPIRoute: Sendable {
    /// Written once; it never changes.
    private static let document = Result {
        StableDocument(Array(try OpenAPIDocument.json()), contentType: "application/json")
    }

    func add(to router: Router<ServiceRequestContext>) {
        router.get("/openapi.json") { request, _ in try Self.document.get().response(to: request) }
    }
}
