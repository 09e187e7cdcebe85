internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
package import Registry

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
    /// What is wrong with the request's body, field by field.
    package let faults: [FieldFault]

    package init(
        status: Int,
        code: String,
        title: String,
        detail: String,
        isRetryable: Bool = false,
        retryAfterSeconds: Int? = nil,
        headers: [String: String] = [:],
        faults: [FieldFault] = []
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.isRetryable = isRetryable
        self.retryAfterSeconds = retryAfterSeconds
        self.headers = headers
        self.faults = faults
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
        /// Of the first fault; absent where there is none.
        let field: String?
        /// All of them; absent where there is one at most.
        let errors: [Fault]?
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
            field: faults.first?.field,
            errors: faults.count > 1 ? faults.map { Document.Fault(field: $0.field, detail: $0.detail) } : nil
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
