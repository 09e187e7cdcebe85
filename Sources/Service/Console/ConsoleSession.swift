internal import Console
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Recordings

/// Signing in and out: `/console/sign-in`, `/console/session`, `/console/sign-out`.
struct ConsoleSession: Sendable {
    static let signInPath = "/console/sign-in"
    private static let sessionPath = "/console/session"
    private static let target = QueryField("to", .text("an address of this service")) { LocalTarget($0) }

    let desk: SignInDesk
    let cookie: SessionCookie
    /// What a demonstration lets anybody sign in with.
    let offers: [SignInView.Offer]
    /// What people call the identity provider; `nil` where there is none.
    let providerLabel: String?

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .ofConsole(
                    .get,
                    Self.signInPath,
                    "Where people sign in.",
                    for: .anybody,
                    query: [Self.target],
                    answers: ["text/html"]
                )
            ) { request, _, query in
                let target = query[Self.target.name].flatMap(Self.target.read) ?? .start
                return signInPage(target, to: request, refusal: nil)
            },
            Endpoint(
                .ofConsole(.get, Self.sessionPath, "Who is signed in.", for: .anybody, answers: ["application/json"])
            ) { _, context, _ in try JSONAnswer.response(SessionStanding(context.requester)) },
            Endpoint(
                .ofConsole(
                    .post,
                    Self.sessionPath,
                    "Signs in.",
                    for: .sameOrigin,
                    asks: "application/json",
                    answers: ["application/json"]
                )
            ) { request, context, _ in try await signIn(request, context) },
            Endpoint(
                .ofConsole(.delete, Self.sessionPath, "Signs out.", for: .sameOrigin, answers: [])
            ) { request, _, _ in
                Response(status: .noContent, headers: [.setCookie: signOut(request)])
            },
            Endpoint(
                .ofConsole(.post, "/console/sign-out", "Signs out, by a form.", for: .sameOrigin, answers: [])
            ) { request, _, _ in Self.seeOther(Self.signInPath, cookie: signOut(request)) },
        ]
    }

    /// Takes a form, answering with pages, or JSON, answering with JSON.
    private func signIn(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let fields = try await SignInFields(request)
        let entrance: SignInDesk.Entrance
        do {
            entrance = try await desk.signIn(fields.proof, address: context.clientAddress ?? "")
        } catch let problem as Problem {
            context.logger.notice("sign-in refused", metadata: ["reason": "\(problem.code)"])
            guard fields.isForm else { throw problem }
            return signInPage(fields.target, to: request, refusal: problem, isOfToken: fields.proof.isToken)
        }
        // Whoever had the browser before is signed out: a session is never taken over.
        _ = signOut(request)
        let requester = Requester(identity: entrance.identity)
        context.logger.notice("signed in", metadata: ["name": "\(requester.name.text)"])
        let setCookie = cookie.signingIn(entrance.session)
        guard !fields.isForm else { return Self.seeOther(fields.target.text, cookie: setCookie) }
        var response = try JSONAnswer.response(SessionStanding(requester))
        response.headers[.setCookie] = setCookie
        return response
    }

    /// Ends the session of a request's cookie.
    ///
    /// - Returns: `Set-Cookie` that takes the cookie back.
    private func signOut(_ request: Request) -> String {
        if let id = cookie.id(in: request.headers) { desk.sessions.end(id) }
        return cookie.signingOut
    }

    private func signInPage(
        _ target: LocalTarget,
        to request: Request,
        refusal: Problem?,
        isOfToken: Bool = false
    ) -> Response {
        let provider = providerLabel.map {
            SignInView.Provider(label: $0, path: "\(OpenIDConnectRoutes.path)?to=\(target.queryValue)")
        }
        let view = SignInView(
            target: target.text,
            offers: offers,
            provider: provider,
            refusal: refusal.map { SignInView.Refusal($0.detail, isOfToken: isOfToken) }
        )
        return ConsolePages.response(
            view.page,
            to: request,
            viewer: nil,
            status: refusal.map { .init(code: $0.status) } ?? .ok
        )
    }

    private static func seeOther(_ location: String, cookie: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .setCookie: cookie, .cacheControl: "no-store"])
    }
}
