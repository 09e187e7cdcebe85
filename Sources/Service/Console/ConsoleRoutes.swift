internal import Console
internal import Hummingbird

/// The console: its pages and the files that they load.
struct ConsoleRoutes: Sendable {
    let pages: ConsolePages
    let session: ConsoleSession
    let calls: ConsoleCalls

    private static let files = ConsoleFile.all.map { file in
        (
            path: RouterPath(file.path),
            document: StableDocument(file.content, contentType: file.contentType, version: file.version)
        )
    }

    func add(to router: Router<ServiceRequestContext>) {
        for file in Self.files { router.get(file.path) { request, _ in file.document.response(to: request) } }
        session.add(to: router)
        calls.add(to: router)
        ConsoleInsight(pages: pages).add(to: router)
    }
}
