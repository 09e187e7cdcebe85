internal import HTTPTypes
internal import Hummingbird

/// Tells browsers which pages of other origins may read an answer, errors included.
///
/// Comes first, so that the fields follow those of every other middleware, as they do on the event loop.
struct CrossOriginMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let settings: RunningSettings

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let rules = settings.values.crossOrigin
        guard let area = CrossOriginRules.Area(path: request.uri.path) else { return response }
        let origin = request.headers[.origin]
        if rules.isUsed, response.headers[.vary] == nil { response.headers[.vary] = "Origin" }
        for field in rules.fields(for: origin, in: area) { response.headers[field.name] = field.value }
        if let origin, request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            for field in rules.preflightFields(for: origin, in: area) { response.headers[field.name] = field.value }
        }
        return response
    }
}
