/// Reads a cleaned text of a party: addresses in angle brackets with their display names, a bare address, a number or a name.
///
/// A withheld address outweighs what else stands there: who withholds a number has not meant the display name to tell it.
///
/// Source: RFC 3261 section 25.1 (`name-addr`, `addr-spec`), RFC 3323 section 4.1.1.3.
struct PartyReader {
    private var found = PartyForm()
    private var isWithheld = false

    var form: PartyForm { isWithheld ? PartyForm() : found }

    init(_ text: String) {
        if text.contains("<") {
            readNameAddresses(text[...])
        } else if text.hasPrefix("\"") {
            readQuoted(text[...])
        } else if let start = Self.embeddedURI(text[...]) {
            readEmbedded(text[start...], displayedAs: text[..<start])
        } else {
            read(text[...])
        }
    }

    /// `Pat Example sip:pat@example.com`, `Pat Example (tel:+44…)`, `sip:pat@example.com, tel:+44…`.
    private mutating func readEmbedded(_ uri: Substring, displayedAs display: Substring) {
        let end = uri.firstIndex { " ,)]}".contains($0) } ?? uri.endIndex
        let display = display.trimmingBrackets
        if Self.beginsURI(display) {
            read(display)
            readAddress(uri[..<end], displayedAs: "")
        } else {
            readAddress(uri[..<end], displayedAs: display)
        }
    }

    /// Where a URI begins behind something else.
    private static func embeddedURI(_ text: Substring) -> Substring.Index? {
        // Most have one at most, and begin with it.
        guard let first = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            return nil
        }
        var colon = first
        while colon < text.endIndex {
            let scheme = text[..<colon].suffix(while: \.isLetter)
            if scheme.startIndex > text.startIndex, embeddedSchemes.contains(scheme.lowercased()),
                " ,;([{".contains(text[text.index(before: scheme.startIndex)])
            {
                return scheme.startIndex
            }
            colon = text.utf8[text.utf8.index(after: colon)...].firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        }
        return nil
    }

    private static let embeddedSchemes: Set<String> = ["sip", "sips", "tel", "mailto", "callto"]

    private static func beginsURI(_ text: Substring) -> Bool {
        text.firstIndex(of: ":").map { embeddedSchemes.contains(text[..<$0].lowercased()) } ?? false
    }

    /// `"Pat" <sip:pat@example.com>;tag=1, <tel:+44…>`: what several say of one party adds up.
    private mutating func readNameAddresses(_ text: Substring) {
        var rest = text
        while let opening = Self.firstUnquoted("<", in: rest) {
            let display = rest[..<opening]
            let inner = rest[rest.index(after: opening)...]
            let end = inner.firstIndex(of: ">") ?? inner.endIndex
            readAddress(inner[..<end], displayedAs: display)
            rest = inner[end...].dropFirst()
            // Parameters of this address, up to the next one.
            guard let comma = Self.firstUnquoted(",", in: rest) else {
                return
            }
            rest = rest[comma...].dropFirst()
        }
        if found.saysNothing, !isWithheld {
            read(text.filter { $0 != "<" && $0 != ">" }[...])
        }
    }

    private mutating func readAddress(_ inner: Substring, displayedAs display: Substring) {
        let display = PartyName.unquoted(display)
        let isSilent = SilentWords.sayNothing(display) && !display.isEmpty
        switch PartyAddress(inner) {
        case .withheld: isWithheld = true
        case .number(let dialled):
            take(dialled)
            takeName(display)
        case .user(let address):
            // A random user in a privacy service's domain: RFC 3261 section 20.20.
            isWithheld = isWithheld || isSilent
            found.address = found.address ?? address
            takeDisplay(display)
        case .name(let text):
            takeName(String(text))
            takeDisplay(display)
        case .gateway, .none: takeDisplay(display)
        }
    }

    /// `"Pat Example"`, or `"Pat Example" sip:pat@example.com`.
    private mutating func readQuoted(_ text: Substring) {
        let inner = text.dropFirst()
        guard let end = Self.firstUnescapedQuote(inner) else {
            return read(inner)
        }
        let rest = inner[end...].dropFirst().drop { $0 == " " }
        guard !rest.isEmpty, !rest.hasPrefix(";") else {
            return read(PartyName.unescaped(inner[..<end])[...])
        }
        readAddress(rest, displayedAs: text[...end])
    }

    private mutating func read(_ text: Substring) {
        let text = text.trimmed
        switch PartyAddress(text) {
        case .withheld: isWithheld = true
        case .number(let dialled): take(dialled)
        case .user(let address): found.address = address
        case .name(let name): readWords(name)
        case .gateway, .none: break
        }
    }

    /// A name; a name with a number beside it or in parentheses, either way round.
    private mutating func readWords(_ text: Substring) {
        guard let (outside, inside) = Self.parenthesised(text) else {
            if let (name, dialled) = Self.beside(text) {
                take(dialled)
                return takeName(String(name))
            }
            return takeName(String(text))
        }
        if let dialled = DialString(inside), dialled.isFull {
            take(dialled)
            takeName(String(outside))
        } else if let dialled = DialString(outside), dialled.isFull {
            take(dialled)
            takeName(String(inside))
        } else {
            // A remark such as `(External)`.
            takeName(String(outside.isEmpty ? inside : outside))
        }
    }

    private mutating func takeDisplay(_ text: String) {
        if found.number == nil, let dialled = DialString(text[...]), dialled.isFull {
            take(dialled)
        } else {
            takeName(text)
        }
    }

    private mutating func take(_ dialled: DialString) {
        guard found.number == nil, let number = NumberForm(digits: dialled.digits, hasPlus: dialled.hasPlus) else {
            return
        }
        found.number = number
        found.extensionDigits = dialled.extensionDigits
    }

    private mutating func takeName(_ text: String) {
        guard found.name == nil, let name = PartyName.compared(text) else {
            return
        }
        found.name = name
    }

    /// `Pat Example (01632 960111)`: what stands outside, and what stands inside the last parentheses.
    private static func parenthesised(_ text: Substring) -> (Substring, Substring)? {
        guard text.last == ")", let opening = text.lastIndex(of: "(") else {
            return nil
        }
        let inside = text[opening...].dropFirst().dropLast().trimmed
        return (text[..<opening].trimmed, inside)
    }

    /// `Pat Example +441632960111` or `+441632960111 Pat Example`: a number in the middle of words wants its plus sign.
    private static func beside(_ text: Substring) -> (Substring, DialString)? {
        guard let plus = text.firstIndex(of: "+") else {
            return atAnEnd(text)
        }
        if plus > text.startIndex {
            guard let dialled = DialString(text[plus...]), dialled.isFull else {
                return nil
            }
            return (text[..<plus].trimmingPunctuation, dialled)
        }
        let end = text.firstIndex(where: \.isLetter) ?? text.endIndex
        guard let dialled = DialString(text[..<end].trimmingPunctuation), dialled.isFull else {
            return nil
        }
        return (text[end...], dialled)
    }

    /// `Pat Example 01632 960111`, `01632960111 Pat Example`: digits enough for no code, date or time, and letters only beside them.
    private static func atAnEnd(_ text: Substring) -> (Substring, DialString)? {
        func isOfNumber(_ character: Character) -> Bool { character.isNumber || " -.()/".contains(character) }
        for digits in [text.suffix(while: isOfNumber), text.prefix(while: isOfNumber)] {
            let name = digits.startIndex == text.startIndex ? text[digits.endIndex...] : text[..<digits.startIndex]
            guard digits.count(where: \.isNumber) >= minimumDigitsBesideName, name.contains(where: \.isLetter),
                !name.contains(where: \.isNumber), let dialled = DialString(digits.trimmingPunctuation),
                dialled.digits.hasPrefix("0") || dialled.digits.utf8.count >= InternationalNumber.northAmericanDigits
            else {
                continue
            }
            return (name.trimmingPunctuation, dialled)
        }
        return nil
    }

    private static let minimumDigitsBesideName = 9

    private static func firstUnquoted(_ wanted: Character, in text: Substring) -> Substring.Index? {
        var isQuoted = false
        var isEscaped = false
        for place in text.indices {
            switch text[place] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case wanted where !isQuoted: return place
            default: break
            }
        }
        // A quotation mark that nobody closes quotes nothing.
        return isQuoted ? text.firstIndex(of: wanted) : nil
    }

    private static func firstUnescapedQuote(_ text: Substring) -> Substring.Index? {
        var isEscaped = false
        for place in text.indices {
            if !isEscaped, text[place] == "\"" {
                return place
            }
            isEscaped = !isEscaped && text[place] == "\\"
        }
        return nil
    }
}
