/// A document's bytes made into UTF-8, by what they begin with, the transport or the document itself says of them, in this order; pure.
///
/// A client that makes its XML in memory often declares `utf-16`, which the text was there, and sends UTF-8: so what the document declares counts
/// only where nothing else tells, and then only if it can be true.
///
/// Source: RFC 7303, sections 3 and 3.3 (the mark first, then the charset, then the declaration); XML 1.0, appendix F.
struct DocumentBytes {
    /// Version, encoding and `standalone` fit several times.
    static let maximumDeclarationBytes = 256

    private static let marks: [(bytes: [UInt8], encoding: CharacterEncoding)] = [
        ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
    ]

    /// UTF-8 without a mark; a declaration says so too, if it names an encoding.
    let utf8: [UInt8]

    /// Reads a document as it came.
    ///
    /// - Parameters:
    ///   - bytes: the document.
    ///   - charset: as the transport names it; `nil` where it names none.
    /// - Throws: `encodingUnknown`, `encodingRefused`, `notWellFormed`.
    init(_ bytes: [UInt8], charset: String?) throws(RequestFault) {
        var told: CharacterEncoding?
        if let charset {
            guard let encoding = CharacterEncoding(name: charset) else { throw .encodingUnknown }
            told = encoding
        }
        let mark = Self.marks.first { bytes.starts(with: $0.bytes) }
        let content = bytes.dropFirst(mark?.bytes.count ?? 0)
        var encoding = mark?.encoding ?? told ?? .utf8
        if mark == nil, told == nil { encoding = try Self.declaredEncoding(content) }
        guard let text = encoding.text(content), !text.utf8.contains(0) else { throw .encodingRefused }
        utf8 = try Self.declaringUTF8(Array(text.utf8))
    }

    /// Reads a document that is text already, whatever it declares.
    ///
    /// - Throws: `encodingRefused`, `notWellFormed`.
    init(text: String) throws(RequestFault) {
        let text = text.utf8.starts(with: Self.marks[0].bytes) ? String(text.unicodeScalars.dropFirst()) : text
        guard !text.utf8.contains(0) else { throw .encodingRefused }
        utf8 = try Self.declaringUTF8(Array(text.utf8))
    }

    /// The encoding of a document that has no mark, and of which the transport says nothing.
    private static func declaredEncoding(_ content: ArraySlice<UInt8>) throws(RequestFault) -> CharacterEncoding {
        switch Array(content.prefix(2)) {
        case [UInt8(ascii: "<"), 0]: return .utf16LittleEndian
        case [0, UInt8(ascii: "<")]: return .utf16BigEndian
        default: break
        }
        guard let name = try declaredName(content) else { return .utf8 }
        guard let encoding = CharacterEncoding(name: name.text) else { throw .encodingUnknown }
        // It was read a byte at a time, so it is not what it says.
        return encoding.isWide ? .utf8 : encoding
    }

    /// The same document with `UTF-8` in the place of whatever encoding it names: the parser believes that.
    private static func declaringUTF8(_ bytes: [UInt8]) throws(RequestFault) -> [UInt8] {
        guard let name = try declaredName(bytes[...]) else { return bytes }
        return bytes[..<name.range.lowerBound] + Array("UTF-8".utf8) + bytes[name.range.upperBound...]
    }

    /// The encoding's name in a document's declaration, and where it stands; `nil` where it names none.
    private static func declaredName(
        _ bytes: ArraySlice<UInt8>
    ) throws(RequestFault) -> (text: String, range: Range<Int>)? {
        guard let content = try declaration(in: bytes)?.dropLast(2) else { return nil }
        guard let word = content.firstRange(of: Array("encoding".utf8)) else { return nil }
        let value = content[word.upperBound...].drop(while: isSpace)
        guard value.first == UInt8(ascii: "=") else { throw .notWellFormed }
        let quoted = value.dropFirst().drop(while: isSpace)
        guard let quote = quoted.first, "\"'".utf8.contains(quote) else { throw .notWellFormed }
        let name = quoted.dropFirst().prefix { $0 != quote }
        guard !name.isEmpty, name.endIndex < content.endIndex else { throw .notWellFormed }
        return (String(decoding: name, as: UTF8.self), name.startIndex..<name.endIndex)
    }

    /// The declaration that a document begins with, its end included; `nil` where there is none.
    ///
    /// - Throws: `notWellFormed` for one that does not end in time.
    static func declaration(in bytes: ArraySlice<UInt8>) throws(RequestFault) -> ArraySlice<UInt8>? {
        guard bytes.starts(with: "<?xml".utf8), let next = bytes.dropFirst(5).first, isSpace(next) else { return nil }
        guard let end = bytes.prefix(maximumDeclarationBytes).firstRange(of: Array("?>".utf8))?.upperBound else {
            throw .notWellFormed
        }
        return bytes[bytes.startIndex..<end]
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
