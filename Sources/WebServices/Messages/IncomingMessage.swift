/// A request as it arrived: bare or in an envelope.
struct IncomingMessage: Sendable {
    /// Why there is no request, and in which form to say so.
    struct Refusal: Error {
        let fault: RequestFault
        /// `nil` for a bare request.
        let soapVersion: SOAPVersion?
    }

    let request: OperationRequest
    /// `nil` for a bare request.
    let soapForm: SOAPForm?

    init(_ incoming: WebServicesRequest, limits: WebServicesLimits) throws(Refusal) {
        let reader = MessageReader(limits: limits)
        var version = SOAPVersion(contentType: incoming.contentType, soapAction: incoming.soapAction)
        do throws(RequestFault) {
            guard !incoming.isCut else { throw .bodyTooLarge }
            try Self.checkCharset(incoming.contentType)
            let root = try reader.read(incoming.body)
            guard root.name == "Envelope" else {
                version = nil
                request = try OperationRequest(root, limits: limits)
                soapForm = nil
                return
            }
            version = SOAPVersion(envelopeNamespace: root.namespace) ?? version ?? .v11
            let (form, element) = try SOAPEnvelope.open(root, reader: reader)
            request = try OperationRequest(element, limits: limits)
            soapForm = form
        } catch {
            throw Refusal(fault: error, soapVersion: version)
        }
    }

    /// As much of a `Content-Type` as is looked at, in characters.
    private static let maximumContentTypeLength = 256

    /// Only UTF-8 is taken, and it need not be named.
    private static func checkCharset(_ contentType: String?) throws(RequestFault) {
        guard
            let match = contentType?.prefix(maximumContentTypeLength).lowercased().firstMatch(
                of: #/charset\s*=\s*"?([^";\s]*)/#
            )
        else { return }
        guard DocumentMarkup.encodings.contains(String(match.1)) else { throw .encodingRefused }
    }
}
