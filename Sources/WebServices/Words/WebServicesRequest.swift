/// A request to the Web Services API as it came over HTTP POST.
package struct WebServicesRequest: Sendable {
    package let body: [UInt8]
    /// Whether more came than the body holds: it is refused as too large.
    package let isCut: Bool
    /// The `Content-Type` header.
    package let contentType: String?
    /// The `SOAPAction` header; only its presence counts, as a sign of SOAP 1.1.
    package let soapAction: String?
    /// Whom to hold failed sign-ins against: the client's address without a port.
    package let remoteAddress: String

    package init(
        body: [UInt8],
        isCut: Bool = false,
        contentType: String?,
        soapAction: String?,
        remoteAddress: String
    ) {
        self.body = body
        self.isCut = isCut
        self.contentType = contentType
        self.soapAction = soapAction
        self.remoteAddress = remoteAddress
    }
}

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
