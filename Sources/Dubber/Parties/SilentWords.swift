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
        // One letter is a code of the line's (P for private, O for out of area), not a name; a Chinese one is.
        if folded.isEmpty || folded.unicodeScalars.count == 1 && !isNumber(folded[...]) && isAlphabetic(folded) {
            return true
        }
        let words = folded.split(separator: " ")
        if words.count >= minimumSpacedLetters, words.allSatisfy({ $0.count == 1 }) {
            // `U N K N O W N`
            return vocabularySays([words.joined()[...]])
        }
        guard words.count <= maximumWords else {
            return false
        }
        return phrases.contains(folded) || vocabularySays(words) || Unspaced.sayNothing(words.joined())
    }

    private static let minimumSpacedLetters = 4

    /// Latin, Greek, Cyrillic and Hebrew letters, which stand alone in no name.
    private static func isAlphabetic(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value < 0x600 }
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
        private static let minimumTokenLength = 8
        private static let minimumTokenTurns = 2
        private var hasSilent = false
        private var hasQualifier = false
        private var hasNoun = false
        private var hasNumber = false

        /// - Returns: whether the word is one of these lists'.
        mutating func take(_ word: Substring) -> Bool {
            let text = String(word)
            if takes(text) || fillers.contains(text) {
                return true
            }
            if isNumber(word) || Self.isToken(word) {
                hasNumber = true
                return true
            }
            if let meant = Misspelling.corrected(word), takes(meant) {
                return true
            }
            if let letters = Self.numbered(word) {
                // `Unknown1`
                hasNumber = true
                return take(letters)
            }
            guard Compound(word) != nil else {
                return false
            }
            hasSilent = true
            return true
        }

        private mutating func takes(_ word: String) -> Bool {
            if silent.contains(word) {
                hasSilent = true
            } else if qualifiers.contains(word) {
                hasQualifier = true
            } else if nouns.contains(word) {
                hasNoun = true
            } else {
                return false
            }
            return true
        }

        /// The letters of a word that ends in digits.
        private static func numbered(_ word: Substring) -> Substring? {
            guard word.last?.isNumber == true else {
                return nil
            }
            guard let last = word.lastIndex(where: { !$0.isNumber }), word.index(after: last) < word.endIndex else {
                return nil
            }
            return word[...last]
        }

        /// Letters and digits mixed, which privacy services make up for one call: `c8oqz84zk7z`.
        private static func isToken(_ word: Substring) -> Bool {
            guard word.utf8.count >= minimumTokenLength, word.utf8.contains(where: { $0 < 0x3A }) else {
                return false
            }
            return zip(word, word.dropFirst()).count { $0.isNumber != $1.isNumber } >= minimumTokenTurns
        }

        /// `Unknown 2` is as silent as `Unknown`; `Line 2` and `Guest 2` may be somebody's.
        var saysNothing: Bool {
            hasSilent || hasNoun && !hasNumber
        }
    }

    /// Words written as one: `UnknownCaller`, `Rufnummernunterdrückung`.
    private struct Compound {
        private static let minimumPiece = 4
        private static let maximumLength = 64
        private static let longestPiece = [silent, nouns, qualifiers].joined().map(\.count).max() ?? 0
        private static let beginnings = Set(
            [silent, nouns, qualifiers].joined().filter { $0.count >= minimumPiece }.map { $0.prefix(minimumPiece) }
        )

        init?(_ word: Substring) {
            guard word.utf8.count >= 2 * Self.minimumPiece, Self.beginnings.contains(word.prefix(Self.minimumPiece)),
                word.count <= Self.maximumLength
            else {
                return nil
            }
            let letters = Array(word)
            let cover = PieceCover(letters.count) { start in
                guard start + Self.minimumPiece <= letters.count else {
                    return []
                }
                let lengths = Self.minimumPiece...max(Self.minimumPiece, Self.longestPiece)
                return lengths.prefix { start + $0 <= letters.count }.compactMap { length in
                    let piece = String(letters[start..<start + length])
                    let isSilent = silent.contains(piece)
                    return isSilent || nouns.contains(piece) || qualifiers.contains(piece) ? (length, isSilent) : nil
                }
            }
            guard cover.isSilent else {
                return nil
            }
        }
    }

    /// Nothing that is read, a number with its end left out or masked, or one that a table turned into `4.4E+11`.
    private static func isPlaceholder(_ text: String) -> Bool {
        guard text.contains(where: { $0.isLetter || $0.isNumber && $0 != "0" }) else {
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
        private static let maximumLength = 64

        static func sayNothing(_ text: String) -> Bool {
            guard let first = text.first, pieces[first] != nil, text.count <= maximumLength else {
                return false
            }
            let letters = Array(text)
            return PieceCover(letters.count) { start in
                (pieces[letters[start]] ?? []).compactMap { piece in
                    letters[start...].starts(with: piece.text) ? (piece.text.count, piece.isSilent) : nil
                }
            }
            .isSilent
        }

        /// By their first letters.
        private static let pieces: [Character: [(text: [Character], isSilent: Bool)]] = Dictionary(
            grouping: unspacedSilent.map { (Array($0), true) } + unspacedNouns.map { (Array($0), false) },
            by: { $0.0[0] }
        )
    }
}
