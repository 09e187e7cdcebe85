/// Tells names from the words by which telephony says that it does not tell who a party is: pure.
///
/// Displays, gateways and exports make phrases of few words in many languages (`Number Withheld`, `numéro masqué`, 非通知), so what is known is
/// words, not phrases: a text says nothing when it has none but such words, and one of them, or a qualifier with a noun, says so. A name
/// keeps any word that is not in these lists (`Private Eye Ltd`).
///
/// Source: RFC 3323 section 4.1.1.3 (`Anonymous`); ETSI EN 300 659-3 (reasons for absence); what telephones and exports are seen to show.
enum SilentWords {
    /// Longer texts are somebody's name, however they read.
    private static let maximumWords = 8

    /// Whether a text, which is no number, names nobody.
    static func sayNothing(_ text: String) -> Bool {
        if isPlaceholder(text) {
            return true
        }
        let folded = PartyText.folded(text)
        // One letter is a code of the line's (P for private, O for out of area), not a name.
        if folded.isEmpty || folded.utf8.count == 1 && !isNumber(folded[...]) {
            return true
        }
        let words = folded.split(separator: " ")
        guard words.count <= maximumWords else {
            return false
        }
        return phrases.contains(folded) || vocabularySays(words) || Unspaced.sayNothing(words.joined())
    }

    private static func vocabularySays(_ words: [Substring]) -> Bool {
        var tally = Tally()
        for word in words {
            guard tally.take(word) else {
                return false
            }
        }
        return tally.saysNothing
    }

    /// What the words of one text come to.
    private struct Tally {
        private var hasSilent = false
        private var hasQualifier = false
        private var hasNoun = false
        private var hasNumber = false

        /// - Returns: whether the word is one of these lists'.
        mutating func take(_ word: Substring) -> Bool {
            let text = String(word)
            if silent.contains(text) {
                hasSilent = true
            } else if qualifiers.contains(text) {
                hasQualifier = true
            } else if nouns.contains(text) {
                hasNoun = true
            } else if isNumber(word) {
                hasNumber = true
            } else if !fillers.contains(text) {
                guard let compound = Compound(word) else {
                    return false
                }
                hasSilent = hasSilent || compound.hasSilent
                hasNoun = true
            }
            return true
        }

        /// `Unknown 2` is as silent as `Unknown`; `Line 2` and `Guest 2` may be somebody's.
        var saysNothing: Bool {
            hasSilent || hasNoun && !hasNumber
        }
    }

    /// Words written as one: `UnknownCaller`, `Rufnummernunterdrückung`.
    private struct Compound {
        private static let minimumPiece = 4
        private(set) var hasSilent = false

        init?(_ word: Substring) {
            guard Self.cover(word, &hasSilent), hasSilent else {
                return nil
            }
        }

        private static func cover(_ word: Substring, _ hasSilent: inout Bool) -> Bool {
            if word.isEmpty {
                return true
            }
            guard word.count >= minimumPiece, beginnings.contains(String(word.prefix(minimumPiece))) else {
                return false
            }
            for length in stride(from: word.count, through: minimumPiece, by: -1) {
                let piece = String(word.prefix(length))
                let isSilent = silent.contains(piece)
                guard isSilent || nouns.contains(piece) || qualifiers.contains(piece) else {
                    continue
                }
                if cover(word.dropFirst(length), &hasSilent) {
                    hasSilent = hasSilent || isSilent
                    return true
                }
            }
            return false
        }

        private static let beginnings = Set(
            [silent, nouns, qualifiers].joined().filter { $0.count >= minimumPiece }.map {
                String($0.prefix(minimumPiece))
            }
        )
    }

    /// Nothing that is read, a number with its end left out or masked, or one that a table turned into `4.4E+11`.
    private static func isPlaceholder(_ text: String) -> Bool {
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
            return true
        }
        return isMasked(text[...]) || isRounded(text)
    }

    /// Whether a number's digits were replaced: `+44 1632 ******`, `07700 9xxxxx`.
    static func isMasked(_ text: Substring) -> Bool {
        guard text.contains(where: \.isNumber) else {
            return text.allSatisfy { "xX*#?.-_ ".contains($0) }
        }
        var run = 0
        var last: Character?
        for character in text {
            run = character == last ? run + 1 : 1
            last = character
            let isMask = run >= 3 && "*#._".contains(character) || run >= 2 && "xX?".contains(character)
            if isMask {
                return true
            }
        }
        return false
    }

    private static func isRounded(_ text: String) -> Bool {
        guard let exponent = text.lastIndex(where: { $0 == "e" || $0 == "E" }) else {
            return false
        }
        let ends = [text[..<exponent].filter { $0 != "." && $0 != "," }[...], text[exponent...].dropFirst()]
        return isNumber(ends[0][...]) && (isNumber(ends[1]) || ends[1].first == "+" && isNumber(ends[1].dropFirst()))
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension SilentWords {
    /// Scripts that put no spaces between words: a text is covered by pieces.
    private enum Unspaced {
        static func sayNothing(_ text: String) -> Bool {
            guard let first = text.first, beginnings.contains(first) else {
                return false
            }
            var hasSilent = false
            return cover(text[...], &hasSilent) && hasSilent
        }

        private static func cover(_ text: Substring, _ hasSilent: inout Bool) -> Bool {
            if text.isEmpty {
                return true
            }
            for piece in pieces where text.hasPrefix(piece.text) {
                if cover(text.dropFirst(piece.text.count), &hasSilent) {
                    hasSilent = hasSilent || piece.isSilent
                    return true
                }
            }
            return false
        }

        private static let pieces: [(text: String, isSilent: Bool)] =
            (unspacedSilent.map { ($0, true) } + unspacedNouns.map { ($0, false) }).sorted { $0.0.count > $1.0.count }
        private static let beginnings = Set(pieces.compactMap(\.text.first))
    }
}
