/// Goes through a document's markup once, byte by byte, and refuses what is beyond a limit before any XML parser sees it.
///
/// A parser's work is not in proportion to the bytes: it compares an element's attributes with each other and looks each prefix up among
/// all namespaces in force. Where this sees markup that the parser does not, the parser finds fault before it comes to anything hidden in it.
struct MarkupScan {
    private let bytes: [UInt8]
    private let limits: WebServicesLimits
    private var position: Int
    private var depth = 0
    private var elements = 0
    private var attributes = 0

    /// - Parameters:
    ///   - bytes: the document, UTF-8.
    ///   - start: behind its declaration.
    ///   - limits: on elements, depth, attributes and names.
    init(_ bytes: [UInt8], from start: Int, limits: WebServicesLimits) {
        self.bytes = bytes
        self.limits = limits
        position = start
    }

    /// - Throws: `doctypeRefused`, `instructionRefused`, `tooDeep`, `tooManyElements`, `tooManyAttributes`, `nameTooLong`, `notWellFormed` for markup
    ///   without an end.
    mutating func run() throws(RequestFault) {
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            position = start
            if isAt("<!--") {
                try skip("<!--", past: "-->")
            } else if isAt("<![CDATA[") {
                try skip("<![CDATA[", past: "]]>")
            } else if isAt("<?") {
                throw .instructionRefused
            } else if isAt("<!") {
                throw .doctypeRefused
            } else if isAt("</") {
                depth -= 1
                try closeTag()
            } else {
                try openTag()
            }
        }
    }

    private mutating func closeTag() throws(RequestFault) {
        let name = position + 2
        guard let end = bytes[name...].firstIndex(of: UInt8(ascii: ">")) else { throw .notWellFormed }
        guard end - name <= limits.nameBytes else { throw .nameTooLong }
        position = end + 1
    }

    private mutating func openTag() throws(RequestFault) {
        depth += 1
        elements += 1
        guard depth <= limits.depth else { throw .tooDeep }
        guard elements <= limits.elements else { throw .tooManyElements }
        var own = 0
        position += 1
        var name = position
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: ">"):
                if bytes[position - 1] == UInt8(ascii: "/") { depth -= 1 }
                position += 1
                return
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                own += 1
                attributes += 1
                guard own <= limits.attributesPerElement, attributes <= limits.attributes else {
                    throw .tooManyAttributes
                }
                try skipValue(quote: byte)
                name = position
            case UInt8(ascii: "<"):
                throw .notWellFormed
            case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "="), UInt8(ascii: "/"):
                position += 1
                name = position
            default:
                position += 1
                guard position - name <= limits.nameBytes else { throw .nameTooLong }
            }
        }
        throw .notWellFormed
    }

    private mutating func skipValue(quote: UInt8) throws(RequestFault) {
        let value = bytes[(position + 1)...]
        guard let end = value.firstIndex(where: { $0 == quote || $0 == UInt8(ascii: "<") }), bytes[end] == quote else {
            throw .notWellFormed
        }
        position = end + 1
    }

    private mutating func skip(_ start: StaticString, past end: StaticString) throws(RequestFault) {
        position += start.utf8CodeUnitCount
        while let next = bytes[position...].firstIndex(of: end.utf8Start[0]) {
            position = next
            guard !isAt(end) else {
                position += end.utf8CodeUnitCount
                return
            }
            position += 1
        }
        throw .notWellFormed
    }

    private func isAt(_ text: StaticString) -> Bool {
        guard bytes.count - position >= text.utf8CodeUnitCount else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[position + index] != text.utf8Start[index] { return false }
        return true
    }
}

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
