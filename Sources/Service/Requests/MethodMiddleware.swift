internal import HTTPTypes
internal import Hummingbird

/// Answers requests that no route takes although their path is known: `OPTIONS`, and methods that it does not have.
///
/// Source: RFC 9110 §9.3.7 and §15.5.6.
struct MethodMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let routes: KnownRoutes

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.head.path ?? "/"
        if request.method == .options, path == "*" { return Self.options(routes.allowed(at: nil)) }
        if request.method == .connect { throw Self.notAllowed(routes.allowed(at: nil)) }
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard context.isUnrouted, let allowed = routes.allowed(at: request.uri.path) else { throw error }
            if request.method == .options { return Self.options(allowed) }
            throw Self.notAllowed(allowed)
        }
    }

    private static func options(_ allowed: String?) -> Response {
        Response(status: .noContent, headers: [.allow: allowed ?? ""], body: .init())
    }

    private static func notAllowed(_ allowed: String?) -> Problem {
        Problem(
            status: 405,
            code: "methodNotAllowed",
            title: "Method not allowed",
            detail: "This address does not have the request's method.",
            headers: ["Allow": allowed ?? ""]
        )
    }
}

extension ServiceRequestContext {
    /// No route has this path and method.
    fileprivate var isUnrouted: Bool { endpointPath == nil || endpointPath == "NotFound" }
}
