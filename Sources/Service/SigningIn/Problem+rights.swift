/// Refusals of who may not ask.
extension Problem {
    static func unauthenticated(_ detail: String) -> Problem {
        Problem(
            status: 401,
            code: "unauthenticated",
            title: "Not signed in",
            detail: detail,
            headers: ["WWW-Authenticate": "Bearer"]
        )
    }

    static func forbidden(_ code: String, _ detail: String) -> Problem {
        Problem(status: 403, code: code, title: "Not permitted", detail: detail)
    }

    /// What belongs to more than an administrator has.
    static func scopeNotSufficient(_ detail: String) -> Problem { forbidden("scopeNotSufficient", detail) }
}
