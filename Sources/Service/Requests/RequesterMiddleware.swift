internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Recordings
internal import Registry

/// Who asks, and not too fast: looks up the bearer token, or the session in the cookie of a browser that signed in to the console.
///
/// Endpoints say who may ask for them.
struct RequesterMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let registry: Registry
    let sessions: SessionKeeper
    let cookie: SessionCookie
    let rates: RequestRates
    let own: OwnOrigin
    let uses: TokenUses
    let now: @Sendable () -> Date

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        // What another process changed counts from here on. Whether this one lives does not hang on its disk.
        if !registry.isCurrent, request.uri.path != RequestPath.alive { await registry.catchUp() }
        let address = RequestRates.Asker.address(context.clientAddress ?? "unknown")
        if let value = request.headers[.authorization] {
            let words = value.split(separator: " ", maxSplits: 1)
            guard words.count == 2, words[0].lowercased() == "bearer",
                let token = registry.authenticate(bearer: Secret(words[1].trimmingSpaces()))
            else {
                try rates.admit(address)
                throw Problem.unauthenticated("The bearer token is not known here, or was revoked.")
            }
            context.requester = Requester(identity: .token(token))
        } else if takesCookie(request, context), let id = cookie.id(in: request.headers) {
            // The cookie of a session that is over is as good as none: pages then lead to the sign-in.
            context.requester = try await sessions.requester(of: id)
        }
        try rates.admit(context.requester.map { .name($0.name) } ?? address)
        if case .token(let token)? = context.requester?.identity { uses.note(token.name, at: now()) }
        return try await next(request, context)
    }

    /// Whether a browser's cookie counts: for the console, `/v1` and metrics, and for what changes something only when our own page asks.
    private func takesCookie(_ request: Request, _ context: Context) -> Bool {
        let path = request.uri.path
        guard path == "/" || path == "/metrics" || path.hasPrefix("/console") || path.hasPrefix("/v1/") else {
            return false
        }
        switch request.method {
        case .get, .head, .options: return true
        default: return RequestOrigin(request.headers, own: own.origin(request, context)) == .ours
        }
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
