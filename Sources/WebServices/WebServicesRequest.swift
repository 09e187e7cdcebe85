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
