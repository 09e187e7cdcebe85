internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// An answer to a connection whose request is not read: a whole problem document that ends it.
package struct Refusal: Sendable, Hashable {
    let status: String
    package let code: String
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

    package static let headTooLong = Refusal(
        status: "431 Request Header Fields Too Large",
        code: "headTooLong",
        title: "Header fields too long",
        detail: "The request's header fields are longer, or more, than the service takes."
    )
    package static let tooSlow = Refusal(
        status: "408 Request Timeout",
        code: "requestTooSlow",
        title: "Request too slow",
        detail: "The request did not arrive in the time that a request has.",
        retryAfterSeconds: 1
    )

    package static let malformed = Refusal(
        status: "400 Bad Request",
        code: "malformedRequest",
        title: "Malformed request",
        detail: "The request is not HTTP/1.1."
    )
    package static let badHost = Refusal(
        status: "400 Bad Request",
        code: "badHost",
        title: "Bad host",
        detail: "A request has one field Host, with a host and perhaps a port."
    )
    package static let codingUnknown = Refusal(
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
        StandardFields.complete(&fields)
        fields[.contentLength] = String(body.utf8.count)
        return (HTTPResponse(status: .init(code: code), headerFields: fields), ByteBuffer(string: body))
    }
}
