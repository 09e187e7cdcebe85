internal import Foundation
internal import FoundationXML

/// Reads a document into elements, within limits.
struct MessageReader {
    let limits: WebServicesLimits

    /// - Throws: `bodyTooLarge`, `encodingRefused`, `doctypeRefused`, `instructionRefused`, `notWellFormed`,
    ///   `tooDeep`, `tooManyElements`, `tooManyAttributes`, `nameTooLong`.
    func read(_ bytes: [UInt8]) throws(RequestFault) -> MessageElement {
        guard bytes.count <= limits.bodyBytes else { throw .bodyTooLarge }
        try DocumentMarkup.check(bytes, limits: limits)
        let builder = MessageBuilder()
        let parser = XMLParser(data: Data(bytes))
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
