internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// An error as the HTTP API tells it.
///
/// Source: RFC 9457; `code` is stable camelCase.
package struct Problem: Error, Sendable, Hashable {
    package let status: Int
    package let code: String
    package let title: String
    package let detail: String
    package let isRetryable: Bool
    package let retryAfterSeconds: Int?
    /// Further header fields, such as `Allow`.
    package let headers: [String: String]
    /// What is wrong with a request's body, field by field.
    package let fields: [Field]

    /// What is wrong with a field.
    package struct Field: Sendable, Hashable, Encodable {
        /// Its path within the body; empty for the whole of it.
        package let field: String
        package let detail: String

        package init(field: String, detail: String) {
            self.field = field
            self.detail = detail
        }
    }

    package init(
        status: Int,
        code: String,
        title: String,
        detail: String,
        isRetryable: Bool = false,
        retryAfterSeconds: Int? = nil,
        headers: [String: String] = [:],
        fields: [Field] = []
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.isRetryable = isRetryable
        self.retryAfterSeconds = retryAfterSeconds
        self.headers = headers
        self.fields = fields
    }

    private struct Document: Encodable {
        struct Fault: Encodable {
            let field: String
            let detail: String
        }

        let type: String
        let title: String
        let status: Int
        let detail: String
        let code: String
        let requestID: String
        let retryable: Bool
        /// The first of them.
        let field: String?
        let errors: [Field]?
    }

    /// The answer; never stored, and without a body for HEAD.
    func response(requestID: String, isHead: Bool) -> Response {
        let document = Document(
            type: "about:blank",
            title: title,
            status: status,
            detail: detail,
            code: code,
            requestID: requestID,
            retryable: isRetryable,
            field: fields.first?.field,
            errors: fields.isEmpty ? nil : fields
        )
        let body = (try? JSONAnswer.encoder.encode(document)) ?? Data()
        var fields = HTTPFields()
        fields[.contentType] = "application/problem+json"
        fields[.cacheControl] = "no-store"
        fields[.contentLength] = String(body.count)
        if let retryAfterSeconds { fields[.retryAfter] = String(retryAfterSeconds) }
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: status),
            headers: fields,
            body: isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}
