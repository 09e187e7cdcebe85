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
        try checkHeaders(envelope, version)
        guard let body = try envelope.child("Body", in: version.envelopeNamespace), let first = body.children.first
        else { throw .notARequest }
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
        guard first.children.isEmpty, text.utf8.contains(UInt8(ascii: "<")) else { throw .notARequest }
        let request = try reader.read(text: text)
        guard request.name == OperationRequest.elementName else { throw .notARequest }
        return (first.hasCDATA ? .cdata : .text, request)
    }

    /// Refuses header blocks that are for us and must be understood: of those, none is.
    ///
    /// Source: SOAP 1.1, section 4.2.3; SOAP 1.2 Part 1, section 5.2.3.
    private static func checkHeaders(_ envelope: MessageElement, _ version: SOAPVersion) throws(RequestFault) {
        let namespace = version.envelopeNamespace
        for block in try envelope.child("Header", in: namespace)?.children ?? [] {
            let mustUnderstand = block.attribute("mustUnderstand", in: namespace).map(PropertyText.trimmed)
            guard mustUnderstand == "1" || mustUnderstand == "true" else { continue }
            let actor = block.attribute(version.actorAttribute, in: namespace)
            if version.isOurs(actor: actor) { throw .headerNotUnderstood }
        }
    }
}
