internal import Console
internal import Hummingbird

/// The console: its pages and the files that they load.
struct ConsoleRoutes: Sendable {
    let pages: ConsolePages
    let session: ConsoleSession
    let calls: ConsoleCalls
    /// Signing in by an identity provider, where there is one.
    let connect: OpenIDConnectRoutes?

    private static let files = ConsoleFile.all.map { file in
        let document = StableDocument(file.content, contentType: file.contentType, version: file.version)
        return Endpoint(
            .ofConsole(.get, file.path, "A file that pages load.", for: .anybody, answers: [file.contentType])
        ) { request, _, _ in document.response(to: request) }
    }

    var endpoints: [Endpoint] {
        Self.files + session.endpoints + (connect?.endpoints ?? []) + calls.endpoints
            + ConsoleInsight(pages: pages).endpoints + ConsoleAdministration(pages: pages).endpoints
    }
}
