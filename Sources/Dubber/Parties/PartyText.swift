internal import Foundation

/// Text of a party without what writing systems, spreadsheets and copying add to it: pure.
enum PartyText {
    /// Digits of all scripts as ASCII, one kind of hyphen, quote and space, nothing invisible, no space at the ends.
    static func cleaned(_ text: String) -> String {
        // No party is so long; what a stranger sends is not worked through.
        let text = text.utf8.count > maximumBytes ? String(text.unicodeScalars.prefix(maximumBytes)) : text
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 && $0 >= 0x20 }
        let cleaned = MarkupEntities.decoded(isPlain ? text : plain(text))
        return unwrapped(cleaned.split(separator: " ").joined(separator: " "))
    }

    private static let maximumBytes = 512

    /// Letters without accents in lower case, everything else as single spaces: what words are compared by.
    static func folded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        }
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .format: break
            case _ where plainLetters[scalar] != nil:
                folded.append(contentsOf: plainLetters[scalar]?.unicodeScalars ?? "".unicodeScalars)
            case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter, .titlecaseLetter, .spacingMark,
                .decimalNumber:
                folded.append(scalar)
            default: folded.append(" ")
            }
        }
        return String(folded).split(separator: " ").joined(separator: " ")
    }

    /// Letters that no decomposition makes plain.
    private static let plainLetters: [Unicode.Scalar: String] = [
        "ς": "σ", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
        "ə": "e",
    ]

    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .format, .surrogate, .privateUse, .unassigned, .enclosingMark: break
            case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator, .otherSymbol: plain.append(" ")
            case .decimalNumber: plain.append(digit(scalar))
            case .dashPunctuation: plain.append("-")
            case .initialPunctuation, .finalPunctuation: plain.append("‘’‛‹›".contains(Character(scalar)) ? "'" : "\"")
            case .openPunctuation where scalar == "„" || scalar == "‟": plain.append("\"")
            case .nonspacingMark where isSelector(scalar): break
            default: plain.append(others[scalar] ?? scalar)
            }
        }
        return String(plain)
    }

    private static let others: [Unicode.Scalar: Unicode.Scalar] = [
        "\u{2212}": "-", "\u{02D7}": "-", "\u{2043}": "-", "\u{2010}": "-", "‚": "'", "´": "'", "`": "'", "·": ".",
        "•": ".", "‧": ".", "∙": ".", "⋅": ".", "∕": "/", "⁄": "/", "、": ",", "،": ",",
        "×": "x", "∼": "~", "⁓": "~", "。": ".", "״": "\"", "׳": "'",
    ]

    /// Chooses a glyph, or joins letters, and is not seen.
    private static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
        [0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x180B...0x180F, 0x034F...0x034F].contains { $0.contains(scalar.value) }
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard let value = scalar.properties.numericValue, let ascii = Unicode.Scalar(0x30 + UInt32(value)) else {
            return scalar
        }
        return ascii
    }

    private static let wrappers: [Character: Character] = ["{": "}", "`": "`", "|": "|", "*": "*"]

    /// Without the marks by which spreadsheets keep a number a text: a leading apostrophe, `="…"`.
    private static func unwrapped(_ text: String) -> String {
        var text = text[...]
        if text.hasPrefix("=\""), text.hasSuffix("\"") {
            text = text.dropFirst()
        } else if let first = text.first, let last = text.last, text.count > 2, wrappers[first] == last {
            text = text.dropFirst().dropLast().trimmed
        }
        if text.hasPrefix("'") {
            text = text.dropFirst()
            text = text.hasSuffix("'") ? text.dropLast() : text
        }
        return String(text)
    }
}
