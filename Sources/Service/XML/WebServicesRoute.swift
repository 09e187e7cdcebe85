internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import WebServices

/// The XML Web Services API at `POST /ws`, and at `GET /ws?wsdl` its description for SOAP clients.
struct WebServicesRoute: Sendable {
    private static let path = "/ws"
    private static let wsdl = QueryField.text("wsdl")

    let endpoint: WebServicesEndpoint
    let lane: WorkLane
    let own: OwnOrigin

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .post,
                    Self.path,
                    "The XML Web Services API, bare or in SOAP; it has sessions of its own.",
                    for: .ownSession,
                    ignoresOtherNames: true,
                    asks: "text/xml",
                    answers: ["text/xml"]
                )
            ) { request, context, _ in try await answer(request, context) },
            Endpoint(
                .init(
                    .get,
                    Self.path,
                    "The description of the XML API, at ?wsdl.",
                    for: .anybody,
                    query: [Self.wsdl],
                    ignoresOtherNames: true,
                    answers: ["text/xml"]
                )
            ) { request, context, _ in try describe(request, context) },
        ]
    }

    private func answer(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let (body, isCut) = try await body(of: request)
        let asked = WebServicesRequest(
            body: body,
            isCut: isCut,
            contentType: request.headers[.contentType],
            soapAction: HTTPField.Name("SOAPAction").flatMap { request.headers[$0] },
            remoteAddress: context.clientAddress ?? "unknown"
        )
        let answer = try await lane.run { await endpoint.answer(asked) }
        var headers: HTTPFields = [.contentType: answer.contentType, .cacheControl: "no-store"]
        // What is left of a body that is too long is not read.
        if isCut { headers[.connection] = "close" }
        return Response(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    /// As much of the body as its sender may send.
    private func body(of request: Request) async throws -> (bytes: [UInt8], isCut: Bool) {
        var bytes: [UInt8] = []
        var limit = endpoint.limits.bodyBytesBeforeSignIn
        var isLimitFinal = false
        for try await part in request.body {
            bytes.append(contentsOf: part.readableBytesView)
            if bytes.count > limit, !isLimitFinal {
                limit = endpoint.maximumBodyBytes(beginning: Array(bytes.prefix(limit)))
                isLimitFinal = true
            }
            guard bytes.count <= limit else { return ([], true) }
        }
        return (bytes, false)
    }

    private func describe(_ request: Request, _ context: ServiceRequestContext) throws -> Response {
        let name = request.uri.query?.lowercased().prefix { $0 != "=" && $0 != "&" }
        // The second is how .NET's tools ask for one that imports nothing, as this one does not.
        guard name == "wsdl" || name == "singlewsdl" else {
            throw Problem.methodNotAllowed(KnownPaths.allowed([.post]))
        }
        let wsdl = endpoint.wsdl(address: own.base(of: request, context) + "\(Self.path)")
        return StableDocument(wsdl, contentType: "text/xml; charset=utf-8").response(to: request)
    }
}
