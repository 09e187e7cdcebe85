/// The SOAP fault that tells of a body that is not a request.
enum SOAPFault {
    static func answer(_ fault: RequestFault, version: SOAPVersion) -> WebServicesAnswer {
        let body: String
        switch version {
        case .v11:
            body = """
                <soap:Fault><faultcode>soap:\(code(fault, version))</faultcode>\
                <faultstring>\(XMLText.escaped(fault.message))</faultstring></soap:Fault>
                """
        case .v12:
            body = """
                <soap:Fault><soap:Code><soap:Value>soap:\(code(fault, version))</soap:Value></soap:Code>\
                <soap:Reason><soap:Text xml:lang="en">\(XMLText.escaped(fault.message))</soap:Text></soap:Reason></soap:Fault>
                """
        }
        return WebServicesAnswer(
            status: status(fault, version),
            contentType: version.contentType,
            body: Array(SOAPForm.envelope(version, body: body).utf8)
        )
    }

    /// Source: SOAP 1.1, section 4.4.1; SOAP 1.2 Part 1, section 5.4.6.
    private static func code(_ fault: RequestFault, _ version: SOAPVersion) -> String {
        switch fault {
        case .envelopeVersionUnknown: "VersionMismatch"
        case .headerNotUnderstood: "MustUnderstand"
        default: version == .v11 ? "Client" : "Sender"
        }
    }

    /// Source: SOAP 1.1, section 6.2 (always 500); SOAP 1.2 Part 2, table 20 (400 for the sender's faults).
    private static func status(_ fault: RequestFault, _ version: SOAPVersion) -> Int {
        switch (fault, version) {
        case (.bodyTooLarge, _): 413
        case (.envelopeVersionUnknown, _), (.headerNotUnderstood, _), (_, .v11): 500
        case (_, .v12): 400
        }
    }
}
