internal import Registry

extension Problem {
    /// Why a change of an object of the registry is not made.
    ///
    /// Source: RFC 9110 §15.5.10, §15.5.13 and §15.5.21; RFC 6585 §3.
    init(_ refusal: ObjectRefusal) {
        let (status, title) = Self.head(of: refusal)
        var headers: [String: String] = [:]
        if case .preconditionFailed(let tag?) = refusal { headers["ETag"] = "\"\(tag)\"" }
        self.init(
            status: status,
            code: refusal.reason,
            title: title,
            detail: refusal.description,
            headers: headers,
            fields: Self.faults(of: refusal).map { Field(field: $0.field, detail: $0.detail) }
        )
    }

    private static func head(of refusal: ObjectRefusal) -> (status: Int, title: String) {
        switch refusal {
        case .absent: (404, "Not found")
        case .alreadyExists: (409, "It exists already")
        case .preconditionRequired: (428, "Precondition required")
        case .preconditionFailed: (412, "Changed meanwhile")
        case .inUse: (409, "Still in use")
        case .fixed: (409, "This stays")
        case .fieldsInvalid: (422, "Nothing was changed")
        case .outsideScope: (403, "Not permitted")
        case .idempotencyKeyReused: (422, "Idempotency key reused")
        }
    }

    private static func faults(of refusal: ObjectRefusal) -> [FieldFault] {
        switch refusal {
        case .alreadyExists(let fault): [fault]
        case .fieldsInvalid(let faults): faults
        case .outsideScope(let fault): fault.field.isEmpty ? [] : [fault]
        case .absent, .preconditionRequired, .preconditionFailed, .inUse, .fixed, .idempotencyKeyReused: []
        }
    }
}
