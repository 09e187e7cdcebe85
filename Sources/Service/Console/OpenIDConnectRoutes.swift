internal import Console
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Recordings
internal import Registry
internal import WebServices

/// Signing in by the identity provider: `/console/sign-in/oidc`, and `/console/sign-in/oidc/callback`, where it sends the browser back to.
struct OpenIDConnectRoutes: Sendable {
    static let path = "/console/sign-in/oidc"
    private static let target = QueryField("to", .text("an address of this service")) { LocalTarget($0) }

    let connect: OpenIDConnect
    let desk: SignInDesk
    let cookie: SessionCookie
    let seal = SignInSeal()

    /// What keeps a sign-in's beginning in the browser: sent along when the provider leads back here, which the session's cookie is not.
    private var beginning: SealedCookie {
        SealedCookie(isSecure: cookie.isSecure, seconds: Int(SignInBeginning.lifetimeSeconds))
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .ofConsole(
                    .get,
                    Self.path,
                    "Begins to sign in by the identity provider.",
                    for: .anybody,
                    query: [Self.target],
                    answers: []
                ),
                errorPage: errorPage
            ) { _, context, query in try await begin(context, query) },
            Endpoint(
                .ofConsole(
                    .get,
                    OpenIDConnect.callbackPath,
                    "Ends it: where the identity provider sends the browser.",
                    for: .anybody,
                    answers: ["text/html"]
                ),
                errorPage: errorPage
            ) { request, context, query in try await end(request, context, query) },
        ]
    }

    private func begin(_ context: ServiceRequestContext, _ query: QueryValues) async throws -> Response {
        let target = query[Self.target.name].flatMap(Self.target.read) ?? .start
        let fresh = SignInBeginning(target: target, now: desk.now())
        let address = try await reasoned(context) { () async throws(OpenIDConnectFailure) in
            try await connect.address(for: fresh)
        }
        return Response(
            status: .seeOther,
            headers: [
                .location: address, .setCookie: beginning.setting(try seal.seal(fresh)), .cacheControl: "no-store",
            ]
        )
    }

    private func end(
        _ request: Request,
        _ context: ServiceRequestContext,
        _ query: QueryValues
    ) async throws -> Response {
        let isRepeated = ["code", "state", "iss", "error"].contains { query.isRepeated($0) }
        let answer = ProviderAnswer(
            code: query["code"],
            state: query["state"],
            issuer: query["iss"],
            error: query["error"]
        )
        let sealed = beginning.value(in: request.headers)
        let (entrance, target) = try await reasoned(context) { () async throws in
            guard !isRepeated else { throw OpenIDConnectFailure.mixedUp }
            guard let begun = sealed.flatMap({ seal.open($0, now: desk.now()) }) else {
                throw OpenIDConnectFailure.notBegun
            }
            let generation = desk.registry.generation
            let claims = try await connect.claims(by: answer, to: begun)
            let identity = try ClaimedIdentity(settings: connect.settings)
                .identity(of: claims, in: desk.registry.snapshot)
            return (try await desk.begin(identity, generation: generation), begun.target)
        }
        if let id = cookie.id(in: request.headers) { desk.sessions.end(id) }
        let name = Requester(identity: entrance.identity).name.text
        context.logger.notice("signed in", metadata: ["name": "\(name)", "by": "identityProvider"])
        return welcome(name, target: LocalTarget(target) ?? .start, session: entrance.session, to: request)
    }

    /// A page that goes on by itself: only from a page of ours does the browser send the session's cookie along.
    private func welcome(_ name: String, target: LocalTarget, session: Secret, to request: Request) -> Response {
        var response = ConsolePages.response(
            WelcomeView(name: name, target: target.text).page,
            to: request,
            viewer: nil
        )
        if let refresh = HTTPField.Name("Refresh") { response.headers[refresh] = "0; url=\(target.text)" }
        response.headers.append(HTTPField(name: .setCookie, value: cookie.signingIn(session)))
        response.headers.append(HTTPField(name: .setCookie, value: beginning.removing))
        return response
    }

    /// Notes why somebody did not come in, and makes it a problem.
    private func reasoned<Value>(
        _ context: ServiceRequestContext,
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let failure as OpenIDConnectFailure {
            var metadata: Logger.Metadata = ["reason": "\(failure.reason)", "by": "identityProvider"]
            if case .tokenRefused(let fault) = failure { metadata["fault"] = "\(fault.rawValue)" }
            context.logger.notice("sign-in refused", metadata: metadata)
            throw failure.problem
        }
    }

    private func errorPage(_ error: any Error, _ request: Request, _ context: ServiceRequestContext) -> Response {
        let problem = ErrorReply.problem(for: error)
        let view = ProblemView(
            title: problem.title,
            sentence: problem.detail,
            requestID: context.requestID,
            way: (path: ConsoleSession.signInPath, label: "To the sign-in")
        )
        var response = ConsolePages.response(
            view.page,
            to: request,
            viewer: nil,
            status: .init(code: problem.status)
        )
        response.headers.append(HTTPField(name: .setCookie, value: beginning.removing))
        return response
    }
}
