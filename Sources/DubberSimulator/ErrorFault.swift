/// An error answer to give on purpose.
package struct ErrorFault: Hashable, Sendable {
    /// The HTTP status, 400 to 599.
    package var status: Int
    /// The provider's code in the body; `nil` for an answer without one, such as another permission's 403.
    package var code: Int?
    /// Whether the body is the gateway's HTML instead of the API's JSON.
    ///
    /// Source: Dubber API, Errors and limits (A on other APIs).
    package var isHTML: Bool
    /// The header `X-Mashery-Error-Code`; `nil` leaves it out unless the code has one.
    package var masheryCode: String?
    /// The header `Retry-After`.
    package var retryAfterSeconds: Int?

    package init(
        status: Int,
        code: Int? = nil,
        isHTML: Bool = false,
        masheryCode: String? = nil,
        retryAfterSeconds: Int? = nil
    ) {
        self.status = status
        self.code = code
        self.isHTML = isHTML
        self.masheryCode = masheryCode
        self.retryAfterSeconds = retryAfterSeconds
    }
}
