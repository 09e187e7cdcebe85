internal import Hummingbird

/// Finds out whose request it is where proxies stand in front.
struct ClientAddressMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let settings: RunningSettings

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let peer = context.remoteAddress else { return try await next(request, context) }
        var context = context
        context.clientAddress = ForwardedAddress.client(
            peer: peer,
            headers: request.headers,
            proxies: settings.values.limits.proxyAddresses
        )
        return try await next(request, context)
    }
}
