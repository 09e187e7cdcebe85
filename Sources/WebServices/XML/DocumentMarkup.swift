/// A document's markup, looked at before any XML parser sees it.
///
/// Foundation's parser on Linux takes a document type declaration without a word, drops references to the entities that it declares, and reads a
/// null pointer at a processing instruction that has a target only. So all of these are refused here; no message may have the last one anyway
/// (SOAP 1.1, section 3; SOAP 1.2 part 1, section 5).
enum DocumentMarkup {
    /// - Throws: `notWellFormed` for a declaration without an end, and what ``MarkupScan`` throws.
    static func check(_ document: DocumentBytes, limits: WebServicesLimits) throws(RequestFault) {
        let bytes = document.utf8
        let start = try DocumentBytes.declaration(in: bytes[...])?.endIndex ?? bytes.startIndex
        var scan = MarkupScan(bytes, from: start, limits: limits)
        try scan.run()
    }
}
