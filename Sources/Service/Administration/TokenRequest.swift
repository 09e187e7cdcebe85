internal import Hummingbird
internal import Registry

/// What `POST /v1/tokens` takes: a name and a role.
struct TokenRequest: Sendable {
    static let nameField = "name"
    private static let roleField = "role"
    /// Of a member that is not known, in a refusal; in characters.
    private static let maximumMemberLength = 40

    let name: String
    let role: TokenRole

    /// - Throws: 415 for another media type, 413 for a body that is too long, 400 for what is no JSON, 422 for what a member cannot be.
    init(_ request: Request) async throws {
        let body = try await ObjectRequest.body(of: request, types: [ObjectRequest.json]).json
        do throws(ObjectRefusal) {
            try self.init(body)
        } catch {
            throw RegistryError.objectRefused(error)
        }
    }

    private init(_ body: JSONValue) throws(ObjectRefusal) {
        guard let members = body.members else {
            throw .fieldsInvalid([FieldFault(detail: "must be an object with the members name and role")])
        }
        var faults = members.keys.sorted().filter { $0 != Self.nameField && $0 != Self.roleField }.map {
            FieldFault(field: String($0.prefix(Self.maximumMemberLength)), detail: "is not known here")
        }
        var (name, role): (String?, TokenRole?)
        if case .text(let text)? = members[Self.nameField] { name = text }
        if name == nil {
            faults.append(FieldFault(field: Self.nameField, detail: "must say what the token is known by"))
        }
        if case .text(let text)? = members[Self.roleField] { role = TokenRole(rawValue: text) }
        if role == nil {
            let roles = TokenRole.allCases.map(\.rawValue).joined(separator: ", ")
            faults.append(FieldFault(field: Self.roleField, detail: "must be one of \(roles)"))
        }
        guard let name, let role, faults.isEmpty else { throw .fieldsInvalid(faults) }
        self.name = name
        self.role = role
    }
}
