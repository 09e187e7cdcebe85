/// How an envelope carries a request; the answer is carried the same way.
struct SOAPForm: Hashable, Sendable {
    /// How the first element of the body holds the request.
    enum Carriage: Hashable, Sendable {
        /// The first element is the request.
        case bare
        case child
        /// The request's XML is text.
        case text
        /// The request's XML is text in a CDATA section.
        case cdata
    }

    let version: SOAPVersion
    let carriage: Carriage
    /// The name of the body's first element, and its namespace, which may be empty.
    let wrapperName: String
    let wrapperNamespace: String

    /// The envelope around an answer's XML.
    ///
    /// The wrapper of `Execute` is `ExecuteResponse` in the same namespace, as in the document/literal wrapped style.
    func envelope(around response: String) -> String {
        switch carriage {
        case .bare: Self.envelope(version, body: response)
        case .child: Self.envelope(version, body: wrapped(response))
        case .text: Self.envelope(version, body: wrapped(XMLText.escaped(response)))
        case .cdata: Self.envelope(version, body: wrapped(XMLText.cdata(response)))
        }
    }

    static func envelope(_ version: SOAPVersion, body: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <soap:Envelope xmlns:soap="\(version.envelopeNamespace)"><soap:Body>\(body)</soap:Body></soap:Envelope>
        """
    }

    private func wrapped(_ content: String) -> String {
        let name = wrapperName + "Response"
        guard !wrapperNamespace.isEmpty else { return "<\(name)>\(content)</\(name)>" }
        return "<ws:\(name) xmlns:ws=\"\(XMLText.escaped(wrapperNamespace))\">\(content)</ws:\(name)>"
    }
}
