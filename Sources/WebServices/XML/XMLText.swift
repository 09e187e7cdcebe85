/// Text as it stands in an XML document.
enum XMLText {
    /// The text of an element or a quoted attribute that reads back as `text`.
    ///
    /// Characters that XML 1.0 does not have become U+FFFD, so that an answer is well-formed whatever was stored.
    ///
    /// Source: Extensible Markup Language (XML) 1.0, sections 2.2, 2.4 and 2.11.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: needsALook) else { return text }
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\r": escaped += "&#13;"
            case _ where !isCharacter(scalar): escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whether a byte may be part of something to be replaced; most texts have none such.
    private static func needsALook(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""): true
        case 0xEF: true  // How U+FFFE and U+FFFF begin.
        default: false
        }
    }

    /// A CDATA section that reads back as `text`, which must be XML itself.
    static func cdata(_ text: String) -> String {
        // By bytes: to Swift a bracket and an accent behind it are one character.
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: ">"), bytes.suffix(2).elementsEqual("]]".utf8) { bytes += "]]><![CDATA[".utf8 }
            bytes.append(byte)
        }
        return "<![CDATA[" + String(decoding: bytes, as: UTF8.self) + "]]>"
    }

    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xFFFD: true
        case 0x10000...: true
        default: false
        }
    }
}
