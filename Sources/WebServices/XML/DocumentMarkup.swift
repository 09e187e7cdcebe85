/// A document's markup, looked at before any XML parser sees it.
///
/// Foundation's parser on Linux takes a document type declaration without a word, drops references to the entities that it declares,
/// follows whatever encoding the declaration names, and reads a null pointer at a processing instruction that has a target only. So all of these
/// are refused here; no message may have the last one anyway (SOAP 1.1, section 3; SOAP 1.2 part 1, section 5).
enum DocumentMarkup {
    /// Encodings whose bytes are UTF-8.
    static let encodings: Set<String> = ["utf-8", "utf8", "us-ascii"]
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    /// Version, encoding and `standalone` fit several times.
    private static let maximumDeclarationBytes = 256

    /// - Throws: `encodingRefused`, and what ``MarkupScan`` throws.
    static func check(_ bytes: [UInt8], limits: WebServicesLimits) throws(RequestFault) {
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else { throw .encodingRefused }
        var rest = bytes[...]
        if rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
        if rest.starts(with: "<?xml".utf8), let next = rest.dropFirst(5).first, isSpace(next) {
            rest = try checkDeclaration(rest)
        }
        var scan = MarkupScan(bytes, from: rest.startIndex, limits: limits)
        try scan.run()
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// - Returns: what follows it.
    private static func checkDeclaration(_ rest: ArraySlice<UInt8>) throws(RequestFault) -> ArraySlice<UInt8> {
        guard let end = rest.prefix(maximumDeclarationBytes).firstRange(of: Array("?>".utf8))?.upperBound else {
            throw .notWellFormed
        }
        let after = rest[end...]
        let declaration = String(decoding: rest[..<end], as: UTF8.self).lowercased()
        guard declaration.contains("encoding") else { return after }
        guard let match = declaration.firstMatch(of: #/encoding\s*=\s*["']([^"']*)["']/#),
            encodings.contains(String(match.1))
        else { throw .encodingRefused }
        return after
    }
}
