internal import Foundation
internal import FoundationXML

/// Reads a document into elements, within limits.
struct MessageReader {
    let limits: WebServicesLimits

    /// Reads a document as it came.
    ///
    /// - Parameters:
    ///   - bytes: the document.
    ///   - charset: as the transport names it; `nil` where it names none.
    /// - Returns: its root.
    /// - Throws: `bodyTooLarge`, `encodingUnknown`, `encodingRefused`, `doctypeRefused`, `instructionRefused`, `notWellFormed`,
    ///   `tooDeep`, `tooManyElements`, `tooManyAttributes`, `nameTooLong`.
    func read(_ bytes: [UInt8], charset: String?) throws(RequestFault) -> MessageElement {
        guard bytes.count <= limits.bodyBytes else { throw .bodyTooLarge }
        return try read(DocumentBytes(bytes, charset: charset))
    }

    /// Reads a document that stands as text in another, which is within the limits.
    ///
    /// - Throws: the same but for the charset's faults.
    func read(text: String) throws(RequestFault) -> MessageElement {
        try read(DocumentBytes(text: text))
    }

    private func read(_ document: DocumentBytes) throws(RequestFault) -> MessageElement {
        try DocumentMarkup.check(document, limits: limits)
        let builder = MessageBuilder()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = builder
        parser.shouldProcessNamespaces = true
        parser.shouldReportNamespacePrefixes = true
        parser.shouldResolveExternalEntities = false
        let isParsed = parser.parse()
        if let fault = builder.fault { throw fault }
        // On Linux `parse()` calls a document sound that ends too early or goes on after its root: hence the other conditions.
        guard isParsed, let root = builder.root, builder.isComplete else { throw .notWellFormed }
        return root
    }
}
