import HTTPTypes

/// An error as the API writes it: `{"status":404,"message":"Resource Not Found","code":1009,"more_info":"…"}`.
struct APIErrorBody: Encodable {
    struct Detail: Encodable {
        let code: Int
        let message: String
        let details: [String]
    }

    enum CodingKeys: String, CodingKey {
        case status, message, code, details
        case moreInfo = "more_info"
    }

    /// The code inside `details` that says which parameters are wrong.
    static let invalidParametersCode = 4001

    let status: Int
    let message: String
    let code: Int
    let moreInfo: String
    let details: [Detail]?

    /// The reply with such a body, and the gateway's headers where the code is one of its own.
    ///
    /// - Parameters:
    ///   - code: the provider's error code.
    ///   - status: the HTTP status.
    ///   - details: what is wrong with the parameters; empty leaves the field out.
    /// - Returns: the reply.
    /// - Throws: when the body cannot be encoded.
    static func reply(code: Int, status: Int, details: [String] = []) throws -> Reply {
        let body = APIErrorBody(
            status: status,
            message: message(code),
            code: code,
            moreInfo: "https://developer.example/errors/\(code)",
            details: details.isEmpty
                ? nil : [Detail(code: invalidParametersCode, message: "Invalid Parameters", details: details)]
        )
        var reply = try Reply.json(body, status: HTTPResponse.Status(code: status))
        if let word = masheryCode(code) { reply.headers.setMasheryErrorCode(word) }
        if code == 1021 { reply.headers[.retryAfter] = "1" }
        return reply
    }

    /// Source: Dubber API, Errors and limits; the wording of the messages is ours but for 1009.
    static func message(_ code: Int) -> String {
        switch code {
        case 1003: "Invalid Credentials"
        case 1004: "Content-Type Must Be application/json"
        case 1009: "Resource Not Found"
        case 1010: "Feature Not Enabled For The Plan"
        case 1019: "Key Not Recognised"
        case 1020: "Key Inactive"
        case 1021: "Over Queries Per Second"
        case 1022: "Over Daily Quota"
        case 1024: "Service Over Capacity"
        case 1038: "Access Token Invalid Or Expired"
        case 2000: "Validation Error"
        default: "Error"
        }
    }

    /// Source: Dubber API, the gateway's `X-Mashery-Error-Code` (A on other APIs).
    static func masheryCode(_ code: Int?) -> String? {
        switch code {
        case 1021: "ERR_403_DEVELOPER_OVER_QPS"
        case 1022: "ERR_403_DEVELOPER_OVER_RATE"
        default: nil
        }
    }
}

extension HTTPFields {
    /// The gateway's own word for an error, in `X-Mashery-Error-Code`.
    mutating func setMasheryErrorCode(_ word: String) {
        guard let name = HTTPField.Name("X-Mashery-Error-Code") else { return }
        self[name] = word
    }
}
