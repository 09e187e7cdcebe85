internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Recordings

/// What somebody brings to sign in with, as a form of the sign-in page or as JSON.
struct SignInFields: Sendable {
    enum Proof: Sendable {
        case token(Secret)
        case password(Secret, of: String)

        var isToken: Bool {
            if case .token = self { true } else { false }
        }
    }

    /// The longest body that is read, in bytes: a name, a password or token, and a page's address.
    private static let maximumBodyBytes = 8_192
    private static let formType = "application/x-www-form-urlencoded"

    private struct Fields: Decodable {
        let username: String?
        let password: String?
        let token: String?
        let target: String?

        private enum CodingKeys: String, CodingKey {
            case username, password, token
            case target = "to"
        }
    }

    let proof: Proof
    /// The page to go on to.
    let target: LocalTarget
    /// Whether pages answer it.
    let isForm: Bool

    /// - Throws: 400 for a body that is neither, 413 for one that is too long.
    init(_ request: Request) async throws {
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        isForm = request.headers[.contentType]?.lowercased().hasPrefix(Self.formType) == true
        let fields =
            isForm
            ? try? URLEncodedFormDecoder().decode(Fields.self, from: String(buffer: body))
            : try? JSONDecoder().decode(Fields.self, from: Data(body.readableBytesView))
        target = fields?.target.flatMap { LocalTarget($0) } ?? .start
        if let token = fields?.token, fields?.username == nil {
            proof = .token(Secret(token.trimmingCharacters(in: .whitespacesAndNewlines)))
        } else if let username = fields?.username, let password = fields?.password {
            proof = .password(Secret(password), of: username)
        } else {
            throw Problem(
                status: 400,
                code: "malformedRequest",
                title: "Malformed request",
                detail: "The body must be a form or a JSON object with the fields username and password, or token."
            )
        }
    }
}
