import HTTPTypes

/// The errors of the audio store, in the manner of S3.
///
/// Source: Dubber API, Audio: a 403 once the URL has expired (D).
enum StoreError: Hashable, Sendable {
    /// 403.
    case expired
    /// 403.
    case signatureMismatch
    /// 404.
    case noSuchKey
    /// 412.
    case preconditionFailed
    /// 416.
    case invalidRange(sizeBytes: Int64)
    /// Any status, on purpose.
    case fault(status: Int)

    /// The reply with an XML body; `path` is named in it.
    func reply(path: String) -> Reply {
        let (status, code, message) = parts
        let xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\(code)</Code><Message>\(message)</Message><Resource>\(Self.escaped(path))</Resource></Error>
            """
        var reply = Reply(status: HTTPResponse.Status(code: status), contentType: "application/xml", text: xml)
        if case .invalidRange(let sizeBytes) = self { reply.headers[.contentRange] = "bytes */\(sizeBytes)" }
        return reply
    }

    private var parts: (status: Int, code: String, message: String) {
        switch self {
        case .expired: (403, "AccessDenied", "Request has expired")
        case .signatureMismatch:
            (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the one you provided.")
        case .noSuchKey: (404, "NoSuchKey", "The specified key does not exist.")
        case .preconditionFailed:
            (412, "PreconditionFailed", "At least one of the preconditions you specified did not hold.")
        case .invalidRange: (416, "InvalidRange", "The requested range is not satisfiable")
        case .fault(let status):
            (status, status >= 500 ? "InternalError" : "AccessDenied", "The request could not be served.")
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
