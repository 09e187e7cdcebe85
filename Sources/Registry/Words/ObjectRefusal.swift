/// Why a change of one object is not made; each case is something that its sender does differently.
package enum ObjectRefusal: Error, Hashable, Sendable {
    /// There is no such object.
    case absent(ObjectKey)
    /// There is one with that key already, or at that place.
    case alreadyExists(FieldFault)
    /// A change of all of an object must say which state of it is meant.
    case preconditionRequired
    /// It is not in the state that was meant; the tag of the one it is in, `nil` where there is no such object.
    case preconditionFailed(tag: String?)
    /// Others still belong to it.
    case inUse(String)
    /// What is to stay whatever anybody says.
    case fixed(String)
    /// What is said of it cannot be; never empty.
    case fieldsInvalid([FieldFault])
    /// It lies outside the scope of who asks, or would; by which field, where one says so.
    case outsideScope(FieldFault)
    /// A key that says "the same once more" came with something else.
    case idempotencyKeyReused

    package var reason: String {
        switch self {
        case .absent: "notFound"
        case .alreadyExists: "alreadyExists"
        case .preconditionRequired: "preconditionRequired"
        case .preconditionFailed: "preconditionFailed"
        case .inUse: "inUse"
        case .fixed: "fixed"
        case .fieldsInvalid: "fieldInvalid"
        case .outsideScope: "outsideScope"
        case .idempotencyKeyReused: "idempotencyKeyReused"
        }
    }
}

extension ObjectRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .absent(let key): "There is no such \(key.kindWords)."
        case .alreadyExists(let fault), .outsideScope(let fault): fault.detail
        case .preconditionRequired:
            "Say which state is to be replaced: If-Match with the ETag that it was read with, or * for any."
        case .preconditionFailed(tag: nil): "There is none any more that If-Match could mean."
        case .preconditionFailed: "It was changed by somebody else meanwhile. Read it again."
        case .inUse(let detail), .fixed(let detail): detail
        case .fieldsInvalid(let faults):
            faults.map { $0.field.isEmpty ? $0.detail : "\($0.field): \($0.detail)" }.joined(separator: "; ")
        case .idempotencyKeyReused:
            "This Idempotency-Key came with something else before. Use a key for one request alone."
        }
    }
}

/// What is wrong with a field.
package struct FieldFault: Hashable, Sendable {
    /// Its path, such as `apiCommunicationSettings.ipAddrOrHost1`; empty where it is about the whole.
    package let field: String
    /// What is wrong and what would be right, without the value where that may be secret.
    package let detail: String

    package init(field: String = "", detail: String) {
        self.field = field
        self.detail = detail
    }
}
