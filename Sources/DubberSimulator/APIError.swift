import HTTPTypes

/// The errors that the simulated API answers with.
///
/// Source: Dubber API, Errors and limits. Statuses that are not recorded there are marked (D).
enum APIError: Error, Hashable, Sendable {
    /// 1004; status 400 (D).
    case contentTypeMissing
    /// 1009: unknown, not visible, another account's, or a wrong path.
    case notFound
    /// 1021.
    case overPerSecond
    /// 1022.
    case overPerDay
    /// 1038.
    case tokenInvalid
    /// 2000 with detail 4001.
    case invalidParameter(String)

    /// The reply of the error.
    var reply: Reply {
        get throws {
            switch self {
            case .contentTypeMissing: try APIErrorBody.reply(code: 1004, status: 400)
            case .notFound: try APIErrorBody.reply(code: 1009, status: 404)
            case .overPerSecond: try APIErrorBody.reply(code: 1021, status: 403)
            case .overPerDay: try APIErrorBody.reply(code: 1022, status: 403)
            case .tokenInvalid: try APIErrorBody.reply(code: 1038, status: 401)
            case .invalidParameter(let name):
                try APIErrorBody.reply(code: 2000, status: 400, details: ["Invalid parameter: \(name)"])
            }
        }
    }
}
