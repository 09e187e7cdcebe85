internal import HTTPTypes
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

    /// Head and body as HTTP/1 writes them, with an id of its own.
    var answer: ByteBuffer {
        let (head, body) = response
        var text = "HTTP/1.1 \(status)\r\n"
        for field in head.headerFields { text += "\(field.name.rawName): \(field.value)\r\n" }
        text += "Connection: close\r\n\r\n"
        return ByteBuffer(string: text + String(buffer: body))
    }

    /// Head and body, with an id of its own.
    var response: (head: HTTPResponse, body: ByteBuffer) {
        let requestID = RequestID.next().text
        let isRetryable = retryAfterSeconds != nil
        let code = Int(status.prefix(3)) ?? 503
        // Every text here is plain.
        let body =
            #"{"code":"\#(self.code)","detail":"\#(detail)","requestID":"\#(requestID)","retryable":\#(isRetryable),"#
            + #""status":\#(code),"title":"\#(title)","type":"about:blank"}"#
        var fields: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if let retryAfterSeconds { fields[.retryAfter] = String(retryAfterSeconds) }
        fields[.vary] = "Origin"
        if let name = HTTPField.Name("X-Request-Id") { fields[name] = requestID }
        fields[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
        fields[.contentLength] = String(body.utf8.count)
        return (HTTPResponse(status: .init(code: code), headerFields: fields), ByteBuffer(string: body))
    }
}
