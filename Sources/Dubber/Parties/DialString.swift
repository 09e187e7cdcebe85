/// The digits of a number as people and programs write them: pure.
///
/// Source: RFC 3966 section 5 (visual separators, `;ext=`), ITU-T E.123 (`(0)`, `ext.`), RFC 3601 (pauses).
struct DialString: Sendable, Hashable {
    let digits: String
    let hasPlus: Bool
    let extensionDigits: String?

    private static let separators: Set<Character> = [" ", "-", ".", "/", "(", ")", "[", "]", "_", "~", "'", "ー"]
    /// Between a number and its extension; the longest first where one begins another.
    private static let extensionMarks = [
        ";ext=", "extension", "extn", "ext", "durchwahl", "dw", "apparat", "app", "nebenstelle", "nst", "poste",
        "toestel", "tst", "interno", "int", "anexo", "ramal", "anknytning", "ankn", "lokal", "wew", "доб", "x", "#",
        ",",
        ";", "w", "p", "t",
    ]
    /// What is dialled before a number to show or to withhold one's own.
    private static let presentationCodes = ["*67", "*82", "#31#", "*31#", "#30#", "*30#"]

    /// Whether there are digits enough for a number that is told apart from others.
    var isFull: Bool { digits.utf8.count >= NumberForm.minimumNationalDigits }

    init(digits: String, hasPlus: Bool, extensionDigits: String? = nil) {
        self.digits = digits
        self.hasPlus = hasPlus
        self.extensionDigits = extensionDigits
    }

    /// Reads a number as written; `nil` for what is none.
    init?(_ text: Substring) {
        guard !SilentWords.isMasked(text) else {
            return nil
        }
        var text = text.trimmed
        for code in Self.presentationCodes where text.hasPrefix(code) && text.count > code.count + 6 {
            text = text.dropFirst(code.count).drop { $0 == "," || $0 == " " }
        }
        var hasPlus = false
        while let first = text.first, first == "+" || first == "(" && text.dropFirst().first == "+" {
            hasPlus = true
            text = first == "+" ? text.dropFirst() : text
            if first == "(" {
                // `(+44) 1632`
                text = text.dropFirst(2)
            }
        }
        guard let (head, extensionDigits) = Self.divided(text) else {
            return nil
        }
        var digits = Self.withoutBracketedZero(head).filter { !Self.separators.contains($0) }
        if Self.isWholeAmount(head) {
            digits.removeLast()
        }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        self.init(digits: digits, hasPlus: hasPlus, extensionDigits: extensionDigits)
    }

    /// The number, and the extension behind a mark.
    private static func divided(_ text: Substring) -> (Substring, String?)? {
        guard
            let end = text.firstIndex(where: { !($0.isASCII && $0.isNumber) && !separators.contains($0) })
        else {
            return (text, nil)
        }
        let head = text[..<end]
        let tail = text[end...].lowercased()[...]
        guard head.contains(where: \.isNumber) else {
            return nil
        }
        if tail.hasPrefix(","), tail.dropFirst().first?.isNumber == true || tail.dropFirst().first == " ",
            head.count(where: \.isNumber) < NumberForm.minimumNationalDigits
        {
            // A comma among the first digits groups them.
            return divided(text[..<end] + " " + text[end...].dropFirst())
        }
        guard let mark = extensionMarks.first(where: tail.hasPrefix) else {
            return nil
        }
        let rest = tail.dropFirst(mark.count).filter { !separators.contains($0) && !",:;=#*".contains($0) }
        guard rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return (head, rest.isEmpty ? nil : rest)
    }

    /// Without the zero of `44 (0)1632`, which is not dialled after a country code; `(0)1632` begins with one that is.
    private static func withoutBracketedZero(_ head: Substring) -> String {
        guard let zero = head.firstRange(of: "(0)"), head[..<zero.lowerBound].contains(where: \.isNumber) else {
            return String(head)
        }
        return String(head[..<zero.lowerBound] + head[zero.upperBound...])
    }

    /// `441632960111.0`, from a table that took the number for an amount.
    private static func isWholeAmount(_ head: Substring) -> Bool {
        head.hasSuffix(".0") && head.dropLast(2).allSatisfy(\.isNumber)
            && head.count > NumberForm.minimumNationalDigits + 2
    }
}
