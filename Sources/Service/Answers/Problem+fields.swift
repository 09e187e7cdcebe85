internal import Registry

/// Refusals of what a request's body says.
extension Problem {
    /// Members that cannot be what they are; there is one at least.
    static func fieldsInvalid(_ faults: [FieldFault]) -> Problem {
        Problem(
            status: 422,
            code: "fieldInvalid",
            title: "Nothing was changed",
            detail: faults.map(\.detail).joined(separator: " "),
            faults: faults
        )
    }

    /// What is to be made is there already.
    static func alreadyExists(_ fault: FieldFault) -> Problem {
        Problem(
            status: 409,
            code: "alreadyExists",
            title: "There already",
            detail: fault.detail,
            faults: [fault]
        )
    }

    static func bodyNotJSON(_ detail: String) -> Problem {
        Problem(status: 400, code: "bodyNotJSON", title: "No JSON object", detail: detail)
    }

    static let mediaTypeNotJSON = Problem(
        status: 415,
        code: "mediaTypeUnknown",
        title: "Media type unknown",
        detail: "The body must be application/json.",
        headers: ["Accept": "application/json"]
    )
}
