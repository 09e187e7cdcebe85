internal import Console
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/`: the console's pages, and in a demonstration the call list that they show.
struct ConsoleRoutes: Sendable {
    /// Nothing but our own files, and no frames around us.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; connect-src 'self'; "
        + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    let calls: CallList?

    func add(to router: Router<ServiceRequestContext>) {
        for page in ConsolePage.all {
            router.get(RouterPath(page.path)) { _, _ in Self.response(page) }
        }
        router.get("/console/calls") { _, _ in
            guard let calls else {
                throw Problem(
                    status: 404,
                    code: "noCallList",
                    title: "No call list",
                    detail: "Only a demonstration has example calls: start playback-resolver demo."
                )
            }
            return try JSONAnswer.response(calls)
        }
    }

    private static func response(_ page: ConsolePage) -> Response {
        var headers: HTTPFields = [
            .contentType: page.contentType, .cacheControl: "no-cache", .contentSecurityPolicy: policy,
        ]
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.content)))
    }
}
