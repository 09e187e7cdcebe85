internal import Foundation

/// What an address is: a URI of telephony, a user with a domain, a number, or words.
///
/// Source: RFC 3261 section 19.1 (SIP and SIPS URIs), RFC 3966 (`tel`), RFC 3860 and 3861 (`im`, `pres`), RFC 2606 (`.invalid`).
enum PartyAddress {
    /// It says that it does not tell.
    case withheld
    /// A host, or an exchange's own name: nobody's, and a name beside it counts.
    case gateway
    case number(DialString)
    case user(String)
    case name(Substring)

    private static let schemes: Set<String> = [
        "sip", "sips", "tel", "callto", "im", "pres", "mailto", "h323", "fax", "modem", "sms", "phone", "mobile",
        "xmpp", "skype", "msteams", "lync", "facetime", "facetime-audio", "whatsapp", "dial", "call", "4", "urn",
    ]

    /// `-999`, `-1.0`; what is longer is a number behind a dash.
    private static let maximumBelowZero = 5

    /// Reads an address; `nil` for an empty text.
    init?(_ text: Substring) {
        let text = Self.decodedWhole(text.trimmed)
        guard !text.isEmpty else {
            return nil
        }
        let (scheme, rest) = Self.divided(text)
        if let at = Self.hostMark(rest) {
            self = Self.user(rest[..<at], host: rest[rest.index(after: at)...])
        } else if scheme != nil {
            self = Self.uri(rest)
        } else if Self.isPlaceholder(text) {
            self = .gateway
        } else {
            self = Self.number(text).map(Self.numbered) ?? .name(text)
        }
    }

    /// The scheme, and what follows it.
    private static func divided(_ text: Substring) -> (String?, Substring) {
        guard let colon = text.firstIndex(of: ":") else {
            return (nil, text)
        }
        let scheme = text[..<colon].lowercased().trimmingCharacters(in: .whitespaces)
        guard schemes.contains(scheme) else {
            return (nil, text)
        }
        var rest = text[colon...].dropFirst().drop { $0 == " " || $0 == "/" }
        if let nested = rest.firstIndex(of: ":"), schemes.contains(rest[..<nested].lowercased()) {
            // `callto:tel:+44…`
            rest = rest[nested...].dropFirst().drop { $0 == "/" }
        }
        return (scheme, rest)
    }

    /// The `@` before a host: the last one that parameters and headers do not hide.
    private static func hostMark(_ text: Substring) -> Substring.Index? {
        guard let first = text.firstIndex(of: "@") else {
            return nil
        }
        let end = text[first...].firstIndex { $0 == "?" || $0 == ";" } ?? text.endIndex
        let mark = text[..<end].lastIndex(of: "@") ?? first
        // Words with a space before the @ are no user: `Pat @ Example`.
        return text[..<mark].contains(" ") && number(text[..<mark]) == nil ? nil : mark
    }

    private static func user(_ userInfo: Substring, host: Substring) -> PartyAddress {
        let name = PartyName.unquoted(decoded(userInfo.prefix { $0 != ":" })[...])
        let end = host.firstIndex { ";?:> ".contains($0) && !host.hasPrefix("[") } ?? host.endIndex
        var domain = host[..<end].lowercased()
        if domain.hasSuffix(".") {
            domain.removeLast()
        }
        let isInvalid = domain == "invalid" || domain.hasSuffix(".invalid")
        let user = name.prefix { $0 != ";" }
        if isInvalid {
            return .withheld
        }
        if SilentWords.systems.contains(user.lowercased()) {
            return .gateway
        }
        if SilentWords.sayNothing(String(user)) {
            return .withheld
        }
        if let number = number(name[...]) {
            return numbered(number)
        }
        return .user("\(user.lowercased())@\(domain)")
    }

    /// A URI without a host: a number, or nobody's: `sip:example.com` is a domain.
    private static func uri(_ rest: Substring) -> PartyAddress {
        let rest = decoded(rest.prefix { $0 != "?" })[...]
        if let at = hostMark(rest) {
            // `sip:+441632960111%40example.com`
            return Self.user(rest[..<at], host: rest[rest.index(after: at)...])
        }
        let user = rest.prefix { $0 != ";" }.trimmed
        if !isIPv4(user.prefix { $0 != ":" }), let number = number(withoutPort(rest)) {
            return numbered(number)
        }
        if isHost(user) {
            return .gateway
        }
        return SilentWords.sayNothing(String(user)) ? .withheld : .name(user)
    }

    /// A number with the parameters of RFC 3966.
    private static func number(_ text: Substring) -> DialString? {
        if isFeatureCode(text) {
            return DialString(digits: String(text), hasPlus: false)
        }
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(\.trimmed)
        guard let first = parts.first, let dialled = DialString(labelless(first)) else {
            return DialString(text)
        }
        func parameter(_ name: String) -> Substring? {
            parts.dropFirst().first { $0.lowercased().hasPrefix(name + "=") }.map { $0.dropFirst(name.count + 1) }
        }
        let ext = parameter("ext").map { $0.filter(\.isNumber) } ?? dialled.extensionDigits
        let extensionDigits = ext.flatMap { $0.isEmpty ? nil : $0 }
        // Only a country code says what to put before a national number; a longer context is a company's.
        if !dialled.hasPlus, dialled.isFull, let context = parameter("phone-context").flatMap(DialString.init),
            context.hasPlus, let number = InternationalNumber(context.digits + dialled.digits),
            number.countryCode == context.digits
        {
            return DialString(digits: number.digits, hasPlus: true, extensionDigits: extensionDigits)
        }
        return DialString(digits: dialled.digits, hasPlus: dialled.hasPlus, extensionDigits: extensionDigits)
    }

    /// `*67`, `*21*2041#`: compared as it stands.
    private static func isFeatureCode(_ text: Substring) -> Bool {
        (text.first == "*" || text.first == "#") && text.contains(where: \.isNumber) && !SilentWords.isMasked(text)
            && text.allSatisfy { $0 == "*" || $0 == "#" || $0.isNumber } && DialString(text) == nil
    }

    /// `Tel. 01632 960111` without the word; an extension alone (`ext. 2041`, `x2041`) is a short number.
    private static func labelless(_ text: Substring) -> Substring {
        guard text.first?.isLetter == true,
            let digit = text.firstIndex(where: { $0.isNumber || $0 == "+" || $0 == "(" })
        else {
            return text
        }
        let words = text[..<digit].lowercased().split { " .:=#-".contains($0) }
        let isShort = text[digit...].count(where: \.isNumber) < NumberForm.minimumNationalDigits
        let isLabel = words.allSatisfy { labels.contains(String($0)) || !isShort && longLabels.contains(String($0)) }
        return isLabel ? text[digit...] : text
    }

    private static let labels: Set<String> = [
        "tel", "telephone", "phone", "mobile", "mob", "cell", "fax", "nr", "no", "number", "ext", "extn", "extension",
        "x", "dw", "durchwahl", "nst", "poste", "tél", "tlf", "тел", "e164", "from", "to", "caller",
        "telephone", "telefon", "telefono", "teléfono", "telefone", "téléphone", "telefoon", "tfno", "tfn", "телефон",
        "номер",
        "rufnummer", "nummer", "numéro", "número", "numero", "numer", "nº", "電話", "电话", "電話番号",
    ]
    /// Before a number with all its digits only: with few, they may be a room's or a team's.
    private static let longLabels: Set<String> = [
        "t", "m", "p", "h", "w", "d", "f", "o", "ph", "e", "164", "home", "office", "work", "direct", "main",
        "business",
        "ddi", "did", "dial", "call", "handy", "mobil", "mobiel", "móvil", "celular", "cellulare", "portable", "cli",
        "ani",
        "line", "contact", "whatsapp", "desk", "private", "privat", "büro", "zentrale", "a", "b", "party",
    ]

    /// `sip:+441632960111:5060`, whose host was left out.
    private static func withoutPort(_ text: Substring) -> Substring {
        guard let colon = text.firstIndex(of: ":") else {
            return text
        }
        let port = text[colon...].dropFirst().prefix { $0 != ";" }
        return !port.isEmpty && port.allSatisfy(\.isNumber) ? text[..<colon] : text
    }

    /// A text that was encoded with its `@` or its plus sign: `anonymous%40anonymous.invalid`.
    private static func decodedWhole(_ text: Substring) -> Substring {
        guard text.utf8.contains(UInt8(ascii: "%")) else {
            return text
        }
        let isEncoded = !text.utf8.contains {
            $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ":")
        }
        return isEncoded ? decoded(text)[...].trimmed : text
    }

    private static func decoded(_ text: Substring) -> String {
        text.contains("%") ? text.removingPercentEncoding.map(PartyText.cleaned) ?? String(text) : String(text)
    }

    /// Whether a text is a domain with a port, or an IP address: a gateway's, nobody's.
    private static func isHost(_ text: Substring) -> Bool {
        if text.hasPrefix("[") {
            return text.contains(":")
        }
        let labels = text.prefix { $0 != ":" }.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, !text.contains(" ") else {
            return false
        }
        let isDomain = labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        }
        return isIPv4(text.prefix { $0 != ":" })
            || isDomain && labels.last?.allSatisfy(\.isLetter) == true && labels.last?.count ?? 0 > 1
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count == 4 && labels.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }

    /// An address of a gateway's, a number below zero (what programs write for none), or digits that are nobody's.
    private static func isPlaceholder(_ text: Substring) -> Bool {
        let host = text.prefix { $0 != ";" }.trimmed
        let isIPv6 = host.count(where: { $0 == ":" }) > 1 && host.allSatisfy { $0.isHexDigit || "[]:.%".contains($0) }
        let isBelowZero = text.first == "-" && text.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
        return isIPv4(host.prefix { $0 != ":" }) || isIPv6 || isBelowZero && text.count <= maximumBelowZero
    }

    private static func numbered(_ number: DialString) -> PartyAddress {
        SilentDigits.contains(number.digits) ? .withheld : .number(number)
    }
}
