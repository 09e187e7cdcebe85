internal import HTTPTypes
internal import Hummingbird
internal import Recordings
internal import Registry

/// Who asks: looks up the bearer token, if one came.
///
/// Routes say what role they need.
struct BearerMiddleware: RouterMiddleware {
    typealias Context = ServiceRequestContext

    let registry: Registry

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let value = request.headers[.authorization] else { return try await next(request, context) }
        let words = value.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer",
            let token = registry.authenticate(bearer: Secret(words[1].trimmingSpaces()))
        else { throw Problem.unauthenticated("The bearer token is not known here, or was revoked.") }
        var context = context
        context.token = token
        return try await next(request, context)
    }
}

extension ServiceRequestContext {
    /// Lets only holders of a role go on.
    ///
    /// - Throws: 401 without a token, 403 with a lesser role.
    func require(_ role: TokenRole) throws(Problem) {
        guard let token else {
            throw .unauthenticated("This address needs an API token: Authorization: Bearer …")
        }
        guard token.role.permits(role) else {
            throw Problem(
                status: 403,
                code: "roleNotSufficient",
                title: "Not permitted",
                detail: "This address needs a token of the role \(role.rawValue)."
            )
        }
    }
}

extension Problem {
    static func unauthenticated(_ detail: String) -> Problem {
        Problem(
            status: 401,
            code: "unauthenticated",
            title: "Not signed in",
            detail: detail,
            headers: ["WWW-Authenticate": "Bearer"]
        )
    }
}

extension Substring {
    fileprivate func trimmingSpaces() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
