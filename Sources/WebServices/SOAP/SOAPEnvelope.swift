/// Opens envelopes.
enum SOAPEnvelope {
    /// The request that an envelope carries, and how.
    ///
    /// - Throws: `envelopeVersionUnknown`, `headerNotUnderstood`, `notARequest`, and what the reader throws for a request in text.
    static func open(
        _ envelope: MessageElement,
        reader: MessageReader
    ) throws(RequestFault) -> (form: SOAPForm, request: MessageElement) {
        guard let version = SOAPVersion(envelopeNamespace: envelope.namespace) else { throw .envelopeVersionUnknown }
        try checkHeaders(envelope)
        guard let body = try envelope.child("Body"), let first = body.children.first else { throw .notARequest }
        let (carriage, request) = try carried(first, reader: reader)
        let form = SOAPForm(
            version: version,
            carriage: carriage,
            wrapperName: first.name,
            wrapperNamespace: first.namespace
        )
        return (form, request)
    }

    private static func carried(
        _ first: MessageElement,
        reader: MessageReader
    ) throws(RequestFault) -> (SOAPForm.Carriage, MessageElement) {
        if first.name == OperationRequest.elementName { return (.bare, first) }
        if let request = try first.child(OperationRequest.elementName) { return (.child, request) }
        let text = PropertyText.trimmed(first.text)
        guard first.children.isEmpty, text.hasPrefix("<") else { throw .notARequest }
        let request = try reader.read(Array(text.utf8))
        guard request.name == OperationRequest.elementName else { throw .notARequest }
        return (first.hasCDATA ? .cdata : .text, request)
    }

    /// Refuses headers that must be understood, except those for another actor or role.
    ///
    /// Source: SOAP 1.1, section 4.2.3; SOAP 1.2 Part 1, section 5.2.3.
    private static func checkHeaders(_ envelope: MessageElement) throws(RequestFault) {
        let headers = try envelope.child("Header")?.children ?? []
        for header in headers {
            let isForAnother = value(of: "actor", header) != nil || value(of: "role", header) != nil
            let mustUnderstand = value(of: "mustUnderstand", header).map { ["1", "true"].contains($0) } ?? false
            if mustUnderstand, !isForAnother { throw .headerNotUnderstood }
        }
    }

    private static func value(of name: String, _ header: MessageElement) -> String? {
        header.attributes.first { $0.key.hasSuffix(":" + name) }?.value
    }
}
