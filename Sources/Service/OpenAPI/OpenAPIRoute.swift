internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `GET /openapi.json`: what the HTTP API offers, in a form that tools read (OpenAPI 3.1).
struct OpenAPIRoute: Sendable {
    /// Written once; it never changes.
    private static let document = Result { try OpenAPIDocument.json() }

    func add(to router: Router<ServiceRequestContext>) {
        router.get("/openapi.json") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "application/json", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try Self.document.get()))
            )
        }
    }
}
