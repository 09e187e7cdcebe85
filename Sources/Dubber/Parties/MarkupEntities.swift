/// Text that came through a page or a document of markup, with its entities as what they stand for: pure.
///
/// Source: HTML 4.01 section 5.3 (character references); XML 1.0 section 4.6.
enum MarkupEntities {
    private static let named: [Substring: String] = [
        "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "amp": "&", "plus": "+", "commat": "@", "shy": "",
        "colon": ":", "lpar": "(", "rpar": ")", "period": ".", "hyphen": "-", "ndash": "-", "mdash": "-",
    ]
    private static let longest = 8

    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")), text.utf8.contains(UInt8(ascii: ";")) else {
            return text
        }
        var plain = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            plain += rest[..<start]
            let body = rest[start...].dropFirst()
            guard let end = body.prefix(longest).firstIndex(of: ";"), let meant = meaning(of: body[..<end]) else {
                plain.append("&")
                rest = body
                continue
            }
            plain += meant
            rest = body[end...].dropFirst()
        }
        return plain + rest
    }

    private static func meaning(of entity: Substring) -> String? {
        guard entity.first == "#" else {
            return named[entity]
        }
        let digits = entity.dropFirst()
        let isHex = digits.first == "x" || digits.first == "X"
        let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let scalar = value.flatMap(Unicode.Scalar.init) else {
            return nil
        }
        return scalar.value < 0x20 || scalar.value == 0xA0 ? " " : String(Character(scalar))
    }
}
