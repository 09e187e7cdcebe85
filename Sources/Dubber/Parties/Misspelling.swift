/// Finds the word that a misspelt one was meant to be, of the few that telephony shows most: pure.
///
/// `Witheld`, `Unkown` and `Anonymus` stand in exports as often as in people's letters, and letters of other alphabets that look alike
/// (`Unkn\u{043E}wn`) come from displays that have no others.
enum Misspelling {
    private static let meant = [
        "anonymous", "unknown", "unavailable", "withheld", "restricted", "suppressed", "unidentified", "undisclosed",
        "private", "blocked", "international", "unspecified", "confidential",
    ].map { Array($0.unicodeScalars) }
    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = [
        "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y",
        "х": "x", "і": "i", "ѕ": "s", "ј": "j", "ԁ": "d", "ѵ": "v", "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v",
        "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    ]

    /// The word as meant, of a word as ``PartyText/folded(_:)`` makes it; `nil` where it is like none.
    static func corrected(_ word: Substring) -> String? {
        // Most words are names, and a page of rows has thousands.
        guard word.utf8.count >= shortest, word.utf8.count < 0x80, mayBeMeant(word) else {
            return nil
        }
        let scalars = latin(word)
        let isLatin = scalars.elementsEqual(word.unicodeScalars)
        let wanted = meant.first { isNear(scalars, $0) }
        return (wanted ?? (isLatin ? nil : scalars)).map { String(String.UnicodeScalarView($0)) }
    }

    private static let shortest = 6
    private static let beginnings = Set(meant.compactMap { $0.first.map { UInt8(ascii: $0) } })

    /// Plain words begin as what they mean does.
    private static func mayBeMeant(_ word: Substring) -> Bool {
        guard let first = word.utf8.first, first < 0x80 else {
            return true
        }
        return beginnings.contains(first)
    }

    /// Letters that only look Latin, where the word has Latin ones as well.
    private static func latin(_ word: Substring) -> [Unicode.Scalar] {
        let scalars = Array(word.unicodeScalars)
        let hasLatin = scalars.contains { ("a"..."z").contains($0) }
        return hasLatin && scalars.contains { !$0.isASCII } ? scalars.map { lookalikes[$0] ?? $0 } : scalars
    }

    /// Whether one letter was left out, put in, doubled or changed, or two neighbours were exchanged; the first letter is right.
    private static func isNear(_ word: [Unicode.Scalar], _ wanted: [Unicode.Scalar]) -> Bool {
        guard abs(word.count - wanted.count) <= 1, word.first == wanted.first, word != wanted else {
            return false
        }
        let start = zip(word, wanted).prefix { $0 == $1 }.count
        let rest = (word[start...], wanted[start...])
        switch word.count - wanted.count {
        case 1: return rest.0.dropFirst() == rest.1
        case -1: return rest.0 == rest.1.dropFirst()
        default:
            let isExchanged = rest.0.prefix(2).reversed() == Array(rest.1.prefix(2))
            return isExchanged ? rest.0.dropFirst(2) == rest.1.dropFirst(2) : rest.0.dropFirst() == rest.1.dropFirst()
        }
    }
}
