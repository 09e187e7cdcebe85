/// A party of a call in a form that compares: a number, a short extension, a name, or nothing.
///
/// Source: Dubber API, Recordings (A: E.164, as dialled, or a person's name) and Matching (C: E.164, national prefix 0, last 10 digits).
package enum NumberForm: Hashable, Sendable {
    /// Digits with the country code first.
    case international(String)
    /// Digits as dialled, without the national prefix 0; the country is not known.
    case national(String)
    /// Few digits, or a feature code: compared exactly.
    case short(String)
    /// Lower case, single spaces.
    case name(String)
    /// Absent, or withheld.
    case unknown

    /// The most digits that an extension has.
    package static let maximumExtensionDigits = 6
    /// Shorter extensions are the end of too many numbers to be a hint.
    package static let minimumExtensionDigits = 3
    /// The digits that must agree at the end of two numbers when the country of one is not known.
    package static let comparedDigits = 10
    /// Numbers with fewer significant digits are never compared by their end.
    package static let minimumComparedDigits = 7
    /// The longest country code.
    package static let maximumCountryCodeDigits = 3

    private static let withheld: Set<String> = [
        "anonymous", "unknown", "unavailable", "withheld", "private", "restricted", "blocked", "no caller id",
    ]

    package init(_ text: String?) {
        guard let text else {
            self = .unknown
            return
        }
        // Most parties are plain numbers, and a page of rows has thousands: nothing needs to be cleaned there.
        let hasPlusFirst = text.utf8.first == UInt8(ascii: "+")
        let plain = text.utf8.dropFirst(hasPlusFirst ? 1 : 0)
        if !plain.isEmpty, plain.allSatisfy({ (0x30...0x39).contains($0) }) {
            self = Self.numbered(String(text.dropFirst(hasPlusFirst ? 1 : 0)), hasPlus: hasPlusFirst)
            return
        }
        var party = Self.withoutAddressParts(text)
        if party.hasPrefix("+") {
            // `+44 (0)1632 …` is written for people: the zero is not dialled after the country code.
            party = party.replacing("(0)", with: "")
        }
        let compact = party.filter { !" \t-.()/\u{00A0}".contains($0) }
        let hasPlus = compact.hasPrefix("+")
        let digits = hasPlus ? String(compact.dropFirst()) : compact
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            self = Self.named(party)
            return
        }
        self = Self.numbered(digits, hasPlus: hasPlus)
    }

    /// Whether both stand for the same party; never when one is unknown, or one is a name and the other a number.
    package func agrees(with other: NumberForm) -> Bool {
        switch (self, other) {
        case (.unknown, _), (_, .unknown): false
        case (.name(let left), .name(let right)): left == right
        case (.short(let left), .short(let right)): left == right
        case (.international(let left), .international(let right)): left == right
        case (.national(let left), .national(let right)),
            (.international(let left), .national(let right)),
            (.national(let left), .international(let right)):
            Self.endsAgree(left, right)
        default: false
        }
    }

    /// Whether one is an extension that the other, a full number, ends in: a hint, not an agreement.
    package func sharesExtension(with other: NumberForm) -> Bool {
        switch (self, other) {
        case (.short(let short), .international(let full)), (.short(let short), .national(let full)),
            (.international(let full), .short(let short)), (.national(let full), .short(let short)):
            short.utf8.count >= Self.minimumExtensionDigits && full.hasSuffix(short)
        default: false
        }
    }

    /// Whether the form is a number long enough to be told apart from all others.
    package var isFullNumber: Bool {
        switch self {
        case .international, .national: true
        case .short, .name, .unknown: false
        }
    }

    package var isNumber: Bool {
        switch self {
        case .international, .national, .short: true
        case .name, .unknown: false
        }
    }

    private static func withoutAddressParts(_ text: String) -> String {
        var party = text[...]
        for scheme in ["tel:", "sip:", "sips:"] where party.lowercased().hasPrefix(scheme) {
            party = party.dropFirst(scheme.count)
        }
        if let at = party.firstIndex(of: "@") {
            let user = party[..<at]
            // A number before the @ is a SIP address; a name before it is an e-mail address, and is kept whole.
            if !user.isEmpty, user.allSatisfy({ $0.isNumber || "+-.() ".contains($0) }) {
                party = user
            }
        }
        return party.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func named(_ party: String) -> NumberForm {
        let name = party.lowercased()
        if name.isEmpty || withheld.contains(name) {
            return .unknown
        }
        let isFeatureCode = name.allSatisfy { $0.isNumber || "*#+".contains($0) }
        return isFeatureCode ? .short(name) : .name(name)
    }

    private static func numbered(_ digits: String, hasPlus: Bool) -> NumberForm {
        if hasPlus {
            return .international(digits)
        }
        if digits.utf8.count <= maximumExtensionDigits {
            return .short(digits)
        }
        if digits.hasPrefix("00") {
            return .international(String(digits.dropFirst(2)))
        }
        return .national(digits.hasPrefix("0") ? String(digits.dropFirst()) : digits)
    }

    private static func endsAgree(_ left: String, _ right: String) -> Bool {
        let shorter = min(left.utf8.count, right.utf8.count)
        let longer = max(left.utf8.count, right.utf8.count)
        guard shorter >= minimumComparedDigits, longer - shorter <= maximumCountryCodeDigits else {
            return false
        }
        let compared = min(shorter, comparedDigits)
        return left.suffix(compared) == right.suffix(compared)
    }
}
