internal import Hummingbird

/// Refuses requests while ``MemoryLimit`` is reached, before anything is done for them; who watches the service is answered still.
struct MemoryMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let limit: MemoryLimit

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard !limit.isReached || RequestPath.watching.contains(request.uri.path) else {
            throw Problem(
                status: 503,
                code: "memoryShort",
                title: "Too much to do",
                detail: "The service holds as much memory as it may.",
                isRetryable: true,
                retryAfterSeconds: 5
            )
        }
        return try await next(request, context)
    }
}
