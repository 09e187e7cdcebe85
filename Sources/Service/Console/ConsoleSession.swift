internal import Console
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Recordings
internal import Registry

/// Signing in and out: `/console/sign-in`, `/console/session`, `/console/sign-out`.
struct ConsoleSession: Sendable {
    static let signInPath = "/console/sign-in"
    private static let sessionPath: RouterPath = "/console/session"
    /// The longest body that is read, in bytes: a token and a page's address.
    private static let maximumBodyBytes = 8_192

    let registry: Registry
    /// What a demonstration lets anybody sign in with.
    let offers: [SignInView.Offer]
    /// Whether browsers reach the console through https.
    let isSecure: Bool
    let own: OwnOrigin

    func add(to router: Router<ServiceRequestContext>) {
        router.get(RouterPath(Self.signInPath)) { request, _ in
            let target = request.uri.queryParameters["to"].flatMap { LocalTarget(String($0)) } ?? .start
            return signInPage(target, to: request, refusal: nil)
        }
        router.get(Self.sessionPath) { _, context in try JSONAnswer.response(Standing(context.token)) }
        router.post(Self.sessionPath) { request, context in try await signIn(request, context) }
        router.delete(Self.sessionPath) { request, context in
            try refuseOthers(request, context)
            return Response(status: .noContent, headers: [.setCookie: SessionCookie.signingOut(isSecure: isSecure)])
        }
        router.post("/console/sign-out") { request, context in
            try refuseOthers(request, context)
            return Self.seeOther(Self.signInPath, cookie: SessionCookie.signingOut(isSecure: isSecure))
        }
    }

    /// Who is signed in.
    private struct Standing: Encodable {
        let signedIn: Bool
        let name: String?
        let role: String?

        init(_ token: APIToken?) {
            signedIn = token != nil
            name = token?.name
            role = token?.role.rawValue
        }
    }

    /// The fields of the sign-in page.
    private struct SignInForm: Decodable {
        let token: String?
        let target: String?

        private enum CodingKeys: String, CodingKey {
            case token
            case target = "to"
        }
    }

    private struct SignInBody: Decodable {
        let token: String
    }

    private static let formType = "application/x-www-form-urlencoded"
    private static let wrongToken = "This token is not known here, or was revoked."

    /// Takes a token as a form, answering with pages, or as JSON, answering with JSON.
    private func signIn(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        try refuseOthers(request, context)
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        if request.headers[.contentType]?.lowercased().hasPrefix(Self.formType) == true {
            let form = try? URLEncodedFormDecoder().decode(SignInForm.self, from: String(buffer: body))
            let target = form?.target.flatMap { LocalTarget($0) } ?? .start
            let secret = Secret((form?.token ?? "").trimmingCharacters(in: .whitespacesAndNewlines))
            guard authenticate(secret) != nil else { return signInPage(target, to: request, refusal: Self.wrongToken) }
            return Self.seeOther(target.text, cookie: SessionCookie.signingIn(secret, isSecure: isSecure))
        }
        guard let given = try? JSONDecoder().decode(SignInBody.self, from: Data(body.readableBytesView)) else {
            throw Problem(
                status: 400,
                code: "malformedRequest",
                title: "Malformed request",
                detail: "The body must be a form or a JSON object with the field token."
            )
        }
        guard let token = authenticate(Secret(given.token)) else { throw Problem.unauthenticated(Self.wrongToken) }
        var response = try JSONAnswer.response(Standing(token))
        response.headers[.setCookie] = SessionCookie.signingIn(Secret(given.token), isSecure: isSecure)
        return response
    }

    private func authenticate(_ secret: Secret) -> APIToken? {
        SessionCookie.canHold(secret) ? registry.authenticate(bearer: secret) : nil
    }

    private func signInPage(_ target: LocalTarget, to request: Request, refusal: String?) -> Response {
        ConsolePages.response(
            SignInView(target: target.text, offers: offers, refusal: refusal).page,
            to: request,
            viewer: nil,
            status: refusal == nil ? .ok : .unauthorized
        )
    }

    private static func seeOther(_ location: String, cookie: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .setCookie: cookie, .cacheControl: "no-store"])
    }

    /// Another site must not sign anybody in or out.
    ///
    /// - Throws: 403 for a request that a browser sends for another site.
    private func refuseOthers(_ request: Request, _ context: ServiceRequestContext) throws(Problem) {
        guard RequestOrigin(request.headers, own: own.origin(request, context)) == .elsewhere else { return }
        throw .forbidden("originNotOurs", "Only the console's own pages may sign in and out.")
    }
}
