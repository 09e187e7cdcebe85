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

    /// Names in attributes of header blocks begin with it: whom a block is for.
    ///
    /// Source: SOAP 1.1, section 4.2.2; SOAP 1.2 Part 1, section 2.2.
    private var actorPrefix: String {
        switch self {
        case .v11: "http://schemas.xmlsoap.org/soap/actor/"
        case .v12: "http://www.w3.org/2003/05/soap-envelope/role/"
        }
    }

    /// The attribute that says whom a header block is for.
    var actorAttribute: String {
        switch self {
        case .v11: "actor"
        case .v12: "role"
        }
    }

    /// Whether a header block for `actor`, nobody standing for the last one, is for whoever processes the message in the end, which we are.
    func isOurs(actor: String?) -> Bool {
        guard let actor = actor.map(PropertyText.trimmed), !actor.isEmpty else { return true }
        return actor == actorPrefix + "next" || self == .v12 && actor == actorPrefix + "ultimateReceiver"
    }

    /// The version of an envelope's namespace.
    init?(envelopeNamespace: String) {
        guard let version = Self.allCases.first(where: { $0.envelopeNamespace == envelopeNamespace }) else {
            return nil
        }
        self = version
    }

    /// The version that the HTTP headers speak of, for a body that cannot tell; `nil` for a bare request.
    init?(_ type: MediaType?, soapAction: String?) {
        if type?.name == "application/soap+xml" {
            self = .v12
        } else if soapAction != nil {
            self = .v11
        } else {
            return nil
        }
    }
}
