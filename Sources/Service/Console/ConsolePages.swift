internal import Console
internal import HTTPTypes
internal import Hummingbird
internal import Registry

/// How routes give pages: who may see them, the frame, and errors as pages that people can read.
struct ConsolePages: Sendable {
    /// Nothing but our own files and addresses, nothing inline, and no frames around us.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self'; connect-src 'self'; "
        + "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    /// Our own pages' forms must be recognisable as ours, which "no-referrer" would prevent.
    private static let referrers = "same-origin"

    /// Serves a page: to whoever is not signed in, the way to the sign-in instead.
    ///
    /// - Parameters:
    ///   - path: where; may have parameters.
    ///   - role: what the viewer's token must permit.
    ///   - router: the service's.
    ///   - view: makes the page; a ``Problem`` that it throws is shown as a page.
    func add(
        _ path: RouterPath,
        needs role: TokenRole,
        to router: Router<ServiceRequestContext>,
        view: @escaping @Sendable (Request, ServiceRequestContext) async throws -> ConsolePage
    ) {
        router.get(path) { request, context in
            guard let token = context.token else { return Self.toSignIn(from: request) }
            do {
                guard token.role.permits(role) else { throw Problem.pageNotPermitted(token) }
                return Self.response(try await view(request, context), to: request, viewer: ConsoleViewer(token))
            } catch {
                let problem = ErrorReply.problem(for: error)
                let view = ProblemView(title: problem.title, sentence: problem.detail, requestID: context.requestID)
                return Self.response(
                    view.page,
                    to: request,
                    viewer: ConsoleViewer(token),
                    status: .init(code: problem.status)
                )
            }
        }
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

extension ConsoleViewer {
    init(_ token: APIToken) {
        self.init(name: token.name, isAdministrator: token.role.permits(.admin))
    }
}

extension Problem {
    fileprivate static func pageNotPermitted(_ token: APIToken) -> Problem {
        Problem(
            status: 403,
            code: "roleNotSufficient",
            title: "For administrators",
            detail: "This page needs a token of the role admin; \(token.name) has the role \(token.role.rawValue). "
                + "Sign out, and in again with an admin token."
        )
    }
}
