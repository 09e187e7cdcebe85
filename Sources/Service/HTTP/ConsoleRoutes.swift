internal import Console
internal import HTTPTypes
internal import Hummingbird

/// The console: its pages and the files that they load.
struct ConsoleRoutes: Sendable {
    let pages: ConsolePages
    let session: ConsoleSession
    let calls: ConsoleCalls

    private static let compressedFiles = Dictionary(
        uniqueKeysWithValues: ConsoleFile.all.compactMap { file in
            Gzip.compressed(file.content).map { (file, $0) }
        }
    )

    func add(to router: Router<ServiceRequestContext>) {
        for file in ConsoleFile.all {
            router.get(RouterPath(file.path)) { request, _ in Self.response(file, to: request) }
        }
        session.add(to: router)
        calls.add(to: router)
        ConsoleInsight(pages: pages).add(to: router)
    }

    /// A file, or 304 when the browser has it already.
    private static func response(_ file: ConsoleFile, to request: Request) -> Response {
        // Weak, since the same file may come compressed.
        let tag = "W/\"\(file.version)\""
        var headers: HTTPFields = [.cacheControl: "no-cache", .eTag: tag]
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.contentType
        return Response(file.content, compressed: compressedFiles[file], headers: headers, to: request)
    }
}
