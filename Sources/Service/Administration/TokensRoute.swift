internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Recordings
internal import Registry

/// `/v1/tokens`: the API tokens, which administrators of everything make and revoke; a secret is told once, when it is made.
struct TokensRoute: Sendable {
    private static let path = "/v1/tokens"
    private static let limit = QueryField.wholeNumber("limit", in: 1...ListPage.maximumLimit)
    /// The last name of the page before.
    private static let after = QueryField.text("after")

    let registry: Registry
    let uses: TokenUses
    let lane: WorkLane
    let now: @Sendable () -> Date

    private struct Part: Encodable {
        let name: String
        let role: String
        let createdAt: String
        let lastUsedAt: Nullable<String>
        let revokedAt: Nullable<String>
        /// Whether who asks did so with this one, or signed in by it.
        let own: Bool
        /// Told once.
        var secret: String?

        init(_ standing: TokenStanding, lastUsedAt: Date?, asker: Requester) {
            name = standing.token.name
            role = standing.token.role.rawValue
            createdAt = RFC3339.text(standing.token.createdAt)
            self.lastUsedAt = Nullable(lastUsedAt.map(RFC3339.text))
            revokedAt = Nullable(standing.token.revokedAt.map(RFC3339.text))
            own = asker.name == .token(standing.token.name)
        }
    }

    private struct List: Encodable {
        let tokens: [Part]
        let next: Nullable<String>
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .init(
                    .get,
                    Self.path,
                    "The API tokens by name, revoked ones included, without their secrets.",
                    for: .role(.admin),
                    query: [Self.after, Self.limit]
                )
            ) { _, context, query in
                let (after, limit) = (try query[Self.after], try query[Self.limit] ?? ListPage.defaultLimit)
                let asker = try context.known
                return try await lane.run { try await list(after: after, limit: limit, for: asker) }
            },
            Endpoint(
                .init(
                    .post,
                    Self.path,
                    "Makes a token of a name and a role, and tells its secret, this once.",
                    for: .role(.admin),
                    asks: "application/json"
                )
            ) { request, context, _ in try await make(request, context) },
            Endpoint(
                .init(
                    .delete,
                    Self.path + "/{name}",
                    "Revokes a token: its bearer is refused from the next request on.",
                    for: .role(.admin),
                    answers: []
                )
            ) { _, context, _ in try await revoke(context) },
        ]
    }

    private func list(after: String?, limit: Int, for asker: Requester) async throws -> Response {
        let page = try await registry.tokens(after: after, limit: limit)
        let parts = page.tokens.map { Part($0, lastUsedAt: uses.lastUse(of: $0), asker: asker) }
        return try JSONAnswer.response(List(tokens: parts, next: Nullable(page.next)))
    }

    private func make(_ request: Request, _ context: ServiceRequestContext) async throws -> Response {
        let asked = try await TokenRequest(request)
        let author = try context.author(at: now())
        do {
            let made = try await registry.addToken(name: asked.name, role: asked.role, by: author)
            context.logger.notice("token made", metadata: ["name": "\(made.token.name)", "by": "\(author.name)"])
            let standing = TokenStanding(token: made.token, lastUsedAt: nil)
            var part = Part(standing, lastUsedAt: nil, asker: try context.known)
            part.secret = made.secret.reveal()
            var response = try JSONAnswer.response(part)
            response.status = .created
            return response
        } catch RegistryError.tokenNameRefused(let problem) {
            let fault = FieldFault(field: TokenRequest.nameField, detail: problem)
            throw RegistryError.objectRefused(.fieldsInvalid([fault]))
        } catch RegistryError.tokenNameTaken {
            let fault = FieldFault(
                field: TokenRequest.nameField,
                detail: "A token of this name exists, or existed and was revoked. Choose another name."
            )
            throw RegistryError.objectRefused(.alreadyExists(fault))
        }
    }

    private func revoke(_ context: ServiceRequestContext) async throws -> Response {
        let name = context.parameters.get("name")?.removingPercentEncoding ?? ""
        let author = try context.author(at: now())
        do {
            try await registry.endToken(name: name, by: author)
        } catch {
            guard case .tokenUnknown = error else { throw error }
            throw Problem(
                status: 404,
                code: "tokenUnknown",
                title: "No such token",
                detail: "No token has this name."
            )
        }
        context.logger.notice("token revoked", metadata: ["name": "\(name)", "by": "\(author.name)"])
        return Response(status: .noContent)
    }
}
