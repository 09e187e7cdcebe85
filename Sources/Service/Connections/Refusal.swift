internal import NIOCore
internal import NIOHTTP1

/// An answer to a connection whose request is not read: a whole problem document that ends it.
struct Refusal: Sendable, Hashable {
    let status: String
    let code: String
    let title: String
    let detail: String
    let retryAfterSeconds: Int?

    init(status: String, code: String, title: String, detail: String, retryAfterSeconds: Int? = nil) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
    }

    static let headTooLong = Refusal(
        status: "431 Request Header Fields Too Large",
        code: "headTooLong",
        title: "Header fields too long",
        detail: "The request's header fields are longer, or more, than the service takes."
    )
    static let tooSlow = Refusal(
        status: "408 Request Timeout",
        code: "requestTooSlow",
        title: "Request too slow",
        detail: "The request did not arrive in the time that a request has.",
        retryAfterSeconds: 1
    )

    static let malformed = Refusal(
        status: "400 Bad Request",
        code: "malformedRequest",
        title: "Malformed request",
        detail: "The request is not HTTP/1.1."
    )
    static let badHost = Refusal(
        status: "400 Bad Request",
        code: "badHost",
        title: "Bad host",
        detail: "A request has one field Host, with a host and perhaps a port."
    )
    static let codingUnknown = Refusal(
        status: "501 Not Implemented",
        code: "transferCodingUnknown",
        title: "Transfer coding unknown",
        detail: "Of the transfer codings only chunked is known here."
    )
    private static let versionUnknown = Refusal(
        status: "505 HTTP Version Not Supported",
        code: "versionUnknown",
        title: "Version not supported",
        detail: "Only HTTP/1.1 and HTTP/1.0 are spoken here."
    )

    private static let methodUnknown = Refusal(
        status: "501 Not Implemented",
        code: "methodUnknown",
        title: "Method unknown",
        detail: "The request's method is none that is known here."
    )

    /// What an error of the codec is answered with.
    init(_ error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: self = .headTooLong
        case HTTPParserError.invalidVersion: self = .versionUnknown
        case is RequestDecoder.MethodUnknown: self = .methodUnknown
        default: self = .malformed
        }
    }

    /// Head and body, with an id of its own.
    var answer: ByteBuffer {
        let requestID = RequestID.next().text
        let isRetryable = retryAfterSeconds != nil
        // Every text here is plain.
        let body =
            #"{"code":"\#(code)","detail":"\#(detail)","requestID":"\#(requestID)","retryable":\#(isRetryable),"#
            + #""status":\#(status.prefix(3)),"title":"\#(title)","type":"about:blank"}"#
        var head = "HTTP/1.1 \(status)\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n"
        if let retryAfterSeconds { head += "Retry-After: \(retryAfterSeconds)\r\n" }
        head += "Content-Security-Policy: \(AudioReply.contentPolicy)\r\n"
        head += "Vary: Origin\r\nX-Request-Id: \(requestID)\r\nX-Content-Type-Options: nosniff\r\n"
        head += "Referrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return ByteBuffer(string: head + body)
    }
}
