internal import Console
internal import HTTPTypes
internal import Hummingbird
internal import Recordings
internal import Registry

/// How routes give pages: who may see them, the frame, and errors as pages that people can read.
struct ConsolePages: Sendable {
    /// Nothing but our own files and addresses, nothing inline, and no frames around us.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; connect-src 'self'; "
        + "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    /// Our own pages' forms must be recognisable as ours, which "no-referrer" would prevent.
    private static let referrers = "same-origin"

    /// A page: to whoever is not signed in, the way to the sign-in instead.
    ///
    /// - Parameters:
    ///   - path: where; may have parameters.
    ///   - sentence: what it shows.
    ///   - role: what the viewer's own must permit.
    ///   - reach: whether it is also for who administers a part.
    ///   - view: makes the page; a ``Problem`` that it throws is shown as a page.
    /// - Returns: what gives it.
    func endpoint(
        _ path: String,
        _ sentence: String,
        for role: TokenRole,
        reach: EndpointReach = .scope,
        view: @escaping @Sendable (ServiceRequestContext, QueryValues) async throws -> ConsolePage
    ) -> Endpoint {
        Endpoint(
            .ofConsole(.get, path, sentence, for: .page(role, reach: reach), answers: ["text/html"]),
            errorPage: { error, request, context in
                guard let requester = context.requester else { return Self.toSignIn(from: request) }
                let isPermitted = requester.role.permits(role)
                let problem = isPermitted ? ErrorReply.problem(for: error) : .pageNotPermitted(requester)
                let view = ProblemView(title: problem.title, sentence: problem.detail, requestID: context.requestID)
                return Self.response(
                    view.page,
                    to: request,
                    viewer: ConsoleViewer(requester),
                    status: .init(code: problem.status)
                )
            },
            answer: { request, context, query in
                let viewer = context.requester.map { ConsoleViewer($0) }
                return Self.response(try await view(context, query), to: request, viewer: viewer)
            }
        )
    }

    /// A page as an answer, never stored.
    static func response(
        _ page: ConsolePage,
        to request: Request,
        viewer: ConsoleViewer?,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: policy,
        ]
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = referrers }
        return Response(Array(page.document(for: viewer).text.utf8), headers: headers, to: request, status: status)
    }

    /// Where a page sends whoever is not signed in; the page is come back to.
    private static func toSignIn(from request: Request) -> Response {
        let target = LocalTarget(request.uri.description) ?? .start
        return Response(
            status: .seeOther,
            headers: [.location: "\(ConsoleSession.signInPath)?to=\(target.queryValue)", .cacheControl: "no-store"]
        )
    }
}

extension EndpointDeclaration {
    /// An address of the console, which `/openapi.json` does not tell of; its query is taken as it comes.
    static func ofConsole(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ sentence: String,
        for access: EndpointAccess,
        query: [any QueryParameter] = [],
        asks: String? = nil,
        answers: [String]
    ) -> EndpointDeclaration {
        EndpointDeclaration(
            method,
            path,
            sentence,
            for: access,
            query: query,
            ignoresOtherNames: true,
            asks: asks,
            answers: answers,
            isForPrograms: false
        )
    }
}

extension ConsoleViewer {
    init(_ requester: Requester) {
        var isToken = false
        if case .token = requester.identity { isToken = true }
        self.init(
            name: requester.name.text,
            isToken: isToken,
            isAdministrator: requester.role.permits(.admin),
            scope: requester.scope.component
        )
    }
}

extension Problem {
    fileprivate static func pageNotPermitted(_ requester: Requester) -> Problem {
        Problem(
            status: 403,
            code: "roleNotSufficient",
            title: "For administrators",
            detail: "This page is for administrators; \(requester.name.text) has the role \(requester.role.rawValue). "
                + "Sign out, and in again as an administrator."
        )
    }
}
