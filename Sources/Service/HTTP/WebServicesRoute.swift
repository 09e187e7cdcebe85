internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import WebServices

/// The XML Web Services API at `POST /ws`, and at `GET /ws?wsdl` its description for SOAP clients.
struct WebServicesRoute: Sendable {
    static let path: RouterPath = "/ws"

    let endpoint: WebServicesEndpoint
    /// Empty where the service is not told how it is reached; then the request's Host is taken.
    let publicBaseURL: String

    func add(to router: Router<ServiceRequestContext>) {
        router.post(Self.path) { try await answer($0, $1) }
        router.get(Self.path) { request, _ in try describe(request) }
    }

    private func answer(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let limit = WebServicesLimits().bodyBytes
        var body: [UInt8] = []
        for try await part in request.body {
            body.append(contentsOf: part.readableBytesView)
            // One byte over the limit is enough for the endpoint to refuse it in the client's own form.
            guard body.count <= limit else { break }
        }
        let answer = await endpoint.answer(
            WebServicesRequest(
                body: Array(body.prefix(limit + 1)),
                contentType: request.headers[.contentType],
                soapAction: HTTPField.Name("SOAPAction").flatMap { request.headers[$0] },
                remoteAddress: context.remoteAddress ?? "unknown"
            )
        )
        var headers: HTTPFields = [.contentType: answer.contentType, .cacheControl: "no-store"]
        // What is left of a body that is too long is not read.
        if body.count > limit { headers[.connection] = "close" }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    private func describe(_ request: Request) throws -> Response {
        guard request.uri.query?.lowercased() == "wsdl" else { throw HTTPError(.notFound) }
        let base = publicBaseURL.isEmpty ? "http://\(request.head.authority ?? "localhost")" : publicBaseURL
        return Response(
            status: .ok,
            headers: [.contentType: "text/xml; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: endpoint.wsdl(address: base + "/ws")))
        )
    }
}
