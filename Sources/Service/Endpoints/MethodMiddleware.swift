internal import HTTPTypes
internal import Hummingbird

/// Answers requests that no endpoint takes although their path is known: `OPTIONS`, and methods that it does not have.
///
/// Source: RFC 9110 §9.3.7 and §15.5.6.
struct MethodMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let paths: KnownPaths

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.head.path ?? "/"
        if request.method == .options, path == "*" { return Self.options(paths.allowed) }
        if request.method == .connect { throw Problem.methodNotAllowed(paths.allowed) }
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard context.isUnrouted, let allowed = paths.allowed(at: request.uri.path) else { throw error }
            if request.method == .options { return Self.options(allowed) }
            throw Problem.methodNotAllowed(allowed)
        }
    }

    private static func options(_ allowed: String) -> Response {
        Response(status: .noContent, headers: [.allow: allowed], body: .init())
    }
}

extension ServiceRequestContext {
    /// No endpoint has this path and method.
    fileprivate var isUnrouted: Bool { endpointPath == nil || endpointPath == "NotFound" }
}

extension Problem {
    /// A method that a path does not have; `allowed` are those that it has, as ``KnownPaths`` writes them.
    static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(
            status: 405,
            code: "methodNotAllowed",
            title: "Method not allowed",
            detail: "This address does not have the request's method.",
            headers: ["Allow": allowed]
        )
    }
}
