/// Text from outside as a line can show it: what would end the line, move a terminal's cursor or turn its reading direction is written out; pure.
package enum PrintableText {
    /// The text, each control and each mark of direction as `\u001B`, which JSON reads back.
    ///
    /// - Parameters:
    ///   - text: of anybody's.
    ///   - keepsLines: whether line feeds and tabs stay as they are.
    /// - Returns: what can be shown.
    package static func of(_ text: String, keepsLines: Bool = false) -> String {
        if isPlain(text) { return text }
        var shown = ""
        shown.reserveCapacity(text.utf8.count)
        // By scalars: to Swift a carriage return and a line feed are one character.
        for scalar in text.unicodeScalars {
            if keepsLines, scalar == "\n" || scalar == "\t" {
                shown.unicodeScalars.append(scalar)
            } else if isShown(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                for unit in UTF16.encode(scalar) ?? .init() { shown += "\\u" + hex(unit) }
            }
        }
        return shown
    }

    /// Whether it is of printable ASCII alone.
    static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }

    /// Neither controls, line separators, marks of direction and tags nor what is nobody's; joiners are, which scripts and emoji need.
    ///
    /// Source: Unicode 15.1, categories Cc, Zl, Zp, Cf, Cn, Co.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: false
        case .format: scalar.value == 0x200C || scalar.value == 0x200D
        default: true
        }
    }
}
