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
        let type = incoming.contentType.map { MediaType($0) }
        var version = SOAPVersion(type, soapAction: incoming.soapAction)
        do throws(RequestFault) {
            guard !incoming.isCut else { throw .bodyTooLarge }
            let charsets = type?.values(of: "charset") ?? []
            guard charsets.count <= 1 else { throw .encodingUnknown }
            let root = try reader.read(incoming.body, charset: charsets.first)
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
}
