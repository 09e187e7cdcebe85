/// What to send back over HTTP.
package struct WebServicesAnswer: Sendable, Hashable {
    /// 200 for each request that was processed, also for `Fail`; 400, 413 or 500 for what is not a request.
    package let status: Int
    /// The `Content-Type` header.
    package let contentType: String
    /// UTF-8.
    package let body: [UInt8]

    package init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}
