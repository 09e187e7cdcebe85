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
    private static let sessionPath = "/console/session"
    private static let target = QueryField("to", .text("an address of this service")) { LocalTarget($0) }
    /// The longest body that is read, in bytes: a token and a page's address.
    private static let maximumBodyBytes = 8_192

    let registry: Registry
    /// What a demonstration lets anybody sign in with.
    let offers: [SignInView.Offer]
    /// Whether browsers reach the console through https.
    let isSecure: Bool

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
            ) { _, context, _ in try JSONAnswer.response(Standing(context.token)) },
            Endpoint(
                .ofConsole(
                    .post,
                    Self.sessionPath,
                    "Signs in.",
                    for: .sameOrigin,
                    asks: "application/json",
                    answers: ["application/json"]
                )
            ) { request, _, _ in try await signIn(request) },
            Endpoint(
                .ofConsole(.delete, Self.sessionPath, "Signs out.", for: .sameOrigin, answers: [])
            ) { _, _, _ in
                Response(status: .noContent, headers: [.setCookie: SessionCookie.signingOut(isSecure: isSecure)])
            },
            Endpoint(
                .ofConsole(.post, "/console/sign-out", "Signs out, by a form.", for: .sameOrigin, answers: [])
            ) { _, _, _ in
                Self.seeOther(Self.signInPath, cookie: SessionCookie.signingOut(isSecure: isSecure))
            },
        ]
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
    private func signIn(_ request: Request) async throws -> Response {
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
}
