internal import Foundation

/// The character encodings that a request may be written in; pure.
///
/// Source: XML 1.0, section 4.3.3 (UTF-8 and UTF-16 everybody reads); the names are those of IANA's registry "Character Sets", aliases included.
enum CharacterEncoding: Hashable, Sendable {
    case utf8
    case ascii
    /// Its byte order mark tells which of the two it is.
    case utf16
    case utf16LittleEndian
    case utf16BigEndian
    case latin1
    case windows1252

    private static let names: [String: CharacterEncoding] = [
        "utf-8": .utf8, "utf8": .utf8, "unicode-1-1-utf-8": .utf8,
        "us-ascii": .ascii, "ascii": .ascii, "iso646-us": .ascii, "ansi_x3.4-1968": .ascii, "iso-ir-6": .ascii,
        "ansi_x3.4-1986": .ascii, "iso_646.irv:1991": .ascii, "us": .ascii, "ibm367": .ascii, "cp367": .ascii,
        "csascii": .ascii,
        "utf-16": .utf16, "utf16": .utf16, "csutf16": .utf16, "iso-10646-ucs-2": .utf16, "ucs-2": .utf16,
        "unicode": .utf16,
        "utf-16le": .utf16LittleEndian, "utf16le": .utf16LittleEndian, "csutf16le": .utf16LittleEndian,
        "utf-16be": .utf16BigEndian, "utf16be": .utf16BigEndian, "csutf16be": .utf16BigEndian,
        "iso-8859-1": .latin1, "iso8859-1": .latin1, "iso_8859-1": .latin1, "iso_8859-1:1987": .latin1,
        "iso-ir-100": .latin1, "latin1": .latin1, "latin-1": .latin1, "l1": .latin1, "ibm819": .latin1,
        "cp819": .latin1, "csisolatin1": .latin1,
        "windows-1252": .windows1252, "cp1252": .windows1252, "cp-1252": .windows1252, "x-cp1252": .windows1252,
        "cswindows1252": .windows1252,
    ]

    /// Finds an encoding by its name, which has no case; `nil` for one that is not known here.
    init?(name: String) {
        guard let encoding = Self.names[name.lowercased()] else { return nil }
        self = encoding
    }

    /// Whether a character takes two bytes or four, so that no such document can be read a byte at a time.
    var isWide: Bool {
        switch self {
        case .utf16, .utf16LittleEndian, .utf16BigEndian: true
        case .utf8, .ascii, .latin1, .windows1252: false
        }
    }

    /// The text that bytes without a byte order mark are; `nil` for bytes that the encoding does not have.
    func text(_ bytes: ArraySlice<UInt8>) -> String? {
        switch self {
        case .utf8: String(validating: bytes, as: UTF8.self)
        case .ascii: bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        case .utf16LittleEndian: Self.wide(bytes) { UInt16($1) << 8 | UInt16($0) }
        // Without a mark the more significant byte comes first (RFC 2781, section 4.3), if it is not seen to be the other way.
        case .utf16 where bytes.dropFirst().first == 0: Self.wide(bytes) { UInt16($1) << 8 | UInt16($0) }
        case .utf16, .utf16BigEndian: Self.wide(bytes) { UInt16($0) << 8 | UInt16($1) }
        case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .windows1252: String(bytes: bytes, encoding: .windowsCP1252)
        }
    }

    private static func wide(_ bytes: ArraySlice<UInt8>, _ unit: (UInt8, UInt8) -> UInt16) -> String? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
        return String(validating: units, as: UTF16.self)
    }
}
