/// The versions of SOAP that a request may be enveloped in.
enum SOAPVersion: Hashable, Sendable, CaseIterable {
    /// Source: Simple Object Access Protocol (SOAP) 1.1, W3C Note.
    case v11
    /// Source: SOAP Version 1.2 Part 1, W3C Recommendation.
    case v12

    var envelopeNamespace: String {
        switch self {
        case .v11: "http://schemas.xmlsoap.org/soap/envelope/"
        case .v12: "http://www.w3.org/2003/05/soap-envelope"
        }
    }

    var contentType: String {
        switch self {
        case .v11: "text/xml; charset=utf-8"
        case .v12: "application/soap+xml; charset=utf-8"
        }
    }

    /// The version of an envelope's namespace.
    init?(envelopeNamespace: String) {
        guard let version = Self.allCases.first(where: { $0.envelopeNamespace == envelopeNamespace }) else {
            return nil
        }
        self = version
    }

    /// The version that the HTTP headers speak of, for a body that cannot tell; `nil` for a bare request.
    init?(contentType: String?, soapAction: String?) {
        if let contentType, contentType.lowercased().hasPrefix("application/soap+xml") {
            self = .v12
        } else if soapAction != nil {
            self = .v11
        } else {
            return nil
        }
    }
}
