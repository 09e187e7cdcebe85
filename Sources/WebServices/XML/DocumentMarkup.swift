/// A document's markup, looked at before any XML parser sees it.
///
/// Foundation's parser on Linux takes a document type declaration without a word, drops references to the entities that it declares,
/// follows whatever encoding the declaration names, and reads a null pointer at a processing instruction that has a target only. So all of these
/// are refused here; no message may have the last one anyway (SOAP 1.1, section 3; SOAP 1.2 part 1, section 5).
enum DocumentMarkup {
    /// Encodings whose bytes are UTF-8.
    static let encodings: Set<String> = ["utf-8", "utf8", "us-ascii"]
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Throws: `encodingRefused`, `doctypeRefused`, `instructionRefused`, `notWellFormed` for markup without an end.
    static func check(_ bytes: [UInt8]) throws(RequestFault) {
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { throw .encodingRefused }
        var rest = bytes[...]
        if rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
        if rest.starts(with: "<?xml".utf8), let next = rest.dropFirst(5).first, isSpace(next) {
            rest = try checkDeclaration(rest)
        }
        // Where this sees a comment that the parser does not, as in an attribute's value, the parser finds fault before it comes to anything hidden in it.
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[start...]
            if rest.starts(with: "<!--".utf8) {
                rest = try skip(rest.dropFirst(4), past: "-->")
            } else if rest.starts(with: "<![CDATA[".utf8) {
                rest = try skip(rest.dropFirst(9), past: "]]>")
            } else if rest.starts(with: "<?".utf8) {
                throw .instructionRefused
            } else if rest.starts(with: "<!".utf8) {
                throw .doctypeRefused
            } else {
                rest = rest.dropFirst()
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// - Returns: what follows it.
    private static func checkDeclaration(_ rest: ArraySlice<UInt8>) throws(RequestFault) -> ArraySlice<UInt8> {
        let after = try skip(rest, past: "?>")
        let declaration = String(decoding: rest[rest.startIndex..<after.startIndex], as: UTF8.self).lowercased()
        guard declaration.contains("encoding") else { return after }
        guard let match = declaration.firstMatch(of: #/encoding\s*=\s*["']([^"']*)["']/#),
            encodings.contains(String(match.1))
        else { throw .encodingRefused }
        return after
    }

    private static func skip(_ rest: ArraySlice<UInt8>, past end: String) throws(RequestFault) -> ArraySlice<UInt8> {
        guard let found = rest.firstRange(of: Array(end.utf8)) else { throw .notWellFormed }
        return rest[found.upperBound...]
    }
}
