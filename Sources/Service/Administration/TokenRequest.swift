internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Registry

/// What `POST /v1/tokens` takes: a name and a role.
struct TokenRequest: Sendable {
    static let nameField = "name"
    private static let roleField = "role"
    /// The longest body that is read, in bytes.
    private static let maximumBodyBytes = 16_384
    /// Of a member that is not known, in a refusal; in characters.
    private static let maximumMemberLength = 40

    let name: String
    let role: TokenRole

    /// - Throws: 415 for another media type, 413 for a body that is too long, 400 for what is no JSON object, 422 for what a member cannot be.
    init(_ request: Request) async throws {
        guard request.headers[.contentType].map(Self.isJSON) ?? true else { throw Problem.mediaTypeNotJSON }
        let body = try await request.body.collect(upTo: Self.maximumBodyBytes)
        try self.init(Data(body.readableBytesView))
    }

    private init(_ body: Data) throws(Problem) {
        guard let members = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] else {
            throw .bodyNotJSON("The body must be a JSON object with the members name and role.")
        }
        var faults = members.keys.sorted().filter { $0 != Self.nameField && $0 != Self.roleField }.map {
            let name = String($0.prefix(Self.maximumMemberLength))
            return FieldFault(field: name, detail: "There is no member \(name).")
        }
        let name = members[Self.nameField] as? String
        if name == nil {
            faults.append(FieldFault(field: Self.nameField, detail: "Say what the token is to be known by."))
        }
        let role = (members[Self.roleField] as? String).flatMap { TokenRole(rawValue: $0) }
        if role == nil {
            let roles = TokenRole.allCases.map(\.rawValue).joined(separator: ", ")
            faults.append(FieldFault(field: Self.roleField, detail: "The role must be one of \(roles)."))
        }
        guard let name, let role, faults.isEmpty else { throw .fieldsInvalid(faults) }
        self.name = name
        self.role = role
    }

    private static func isJSON(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
        return type == "application/json"
    }
}
