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
            guard let secret = Self.bearer(value), let token = registry.authenticate(bearer: secret) else {
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

    /// What stands behind `Bearer` in a field, without the spaces around it; by bytes, since a token is no text that anybody reads.
    private static func bearer(_ value: String) -> Secret? {
        let space = UInt8(ascii: " ")
        let words = value.utf8.split(separator: space, maxSplits: 1)
        guard words.count == 2, Substring(words[0]).lowercased() == "bearer" else { return nil }
        let text = words[1].drop { $0 == space }
        let end = text.lastIndex { $0 != space }.map { text.index(after: $0) } ?? text.startIndex
        return Secret(String(Substring(text[..<end])))
    }
}
