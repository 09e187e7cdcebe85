internal import NIOCore

/// An answer to a connection whose request is not read: a whole problem document that ends it.
struct Refusal: Sendable {
    let status: String
    let code: String
    let title: String
    let detail: String
    var retryAfterSeconds: Int?

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
        head += "Vary: Origin\r\nX-Request-Id: \(requestID)\r\nX-Content-Type-Options: nosniff\r\n"
        head += "Referrer-Policy: no-referrer\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        return ByteBuffer(string: head + body)
    }
}
