/// What comes before a document's root element, looked at before any XML parser sees it.
///
/// Foundation's parser on Linux takes a document type declaration without a word, drops references to the entities that it declares,
/// and follows whatever encoding the declaration names. So a declaration of either kind is refused here.
enum DocumentProlog {
    /// Encodings whose bytes are UTF-8.
    static let encodings: Set<String> = ["utf-8", "utf8", "us-ascii"]
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Throws: `encodingRefused`, `doctypeRefused`, `notWellFormed` for a comment or instruction without an end.
    static func check(_ bytes: [UInt8]) throws(RequestFault) {
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { throw .encodingRefused }
        var rest = bytes[...]
        if rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
        if rest.starts(with: "<?xml".utf8) { try checkDeclaration(rest) }
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            if rest.starts(with: "<!--".utf8) {
                rest = try skip(rest.dropFirst(4), past: "-->")
            } else if rest.starts(with: "<?".utf8) {
                rest = try skip(rest.dropFirst(2), past: "?>")
            } else {
                break
            }
        }
        // Only a document type declaration can begin so before the root; after it, the parser refuses one.
        if rest.starts(with: "<!".utf8) { throw .doctypeRefused }
    }

    private static func checkDeclaration(_ rest: ArraySlice<UInt8>) throws(RequestFault) {
        let after = try skip(rest, past: "?>")
        let declaration = String(decoding: rest[rest.startIndex..<after.startIndex], as: UTF8.self).lowercased()
        guard declaration.contains("encoding") else { return }
        guard let match = declaration.firstMatch(of: #/encoding\s*=\s*["']([^"']*)["']/#),
            encodings.contains(String(match.1))
        else { throw .encodingRefused }
    }

    private static func skip(_ rest: ArraySlice<UInt8>, past end: String) throws(RequestFault) -> ArraySlice<UInt8> {
        guard let found = rest.firstRange(of: Array(end.utf8)) else { throw .notWellFormed }
        return rest[found.upperBound...]
    }
}
