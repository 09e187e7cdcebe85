internal import Console
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Registry

/// The console: its pages, the files that they load, and in a demonstration the call list that they show.
struct ConsoleRoutes: Sendable {
    let pages: ConsolePages
    let session: ConsoleSession
    /// The example calls, in a demonstration.
    let calls: CallList?

    func add(to router: Router<ServiceRequestContext>) {
        for file in ConsoleFile.all {
            router.get(RouterPath(file.path)) { request, _ in Self.response(file, to: request) }
        }
        session.add(to: router)
        pages.add("/", needs: .report, to: router) { _, _ in CallListView().page }
        router.get("/console/calls") { _, context in
            try context.require(.report)
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

    /// A file, or 304 when the browser has it already.
    private static func response(_ file: ConsoleFile, to request: Request) -> Response {
        let tag = "\"\(file.version)\""
        var headers: HTTPFields = [.cacheControl: "no-cache", .eTag: tag]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.content)))
    }
}
