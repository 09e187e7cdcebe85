/// A number with its country code told apart: pure.
///
/// Source: ITU-T E.164 and the list of assigned country codes; national prefixes, ITU-T Operational Bulletin 994.
struct InternationalNumber: Sendable, Hashable {
    let countryCode: String
    /// The national significant number: without a national prefix.
    let significant: String

    var digits: String { countryCode + significant }

    /// A shorter string of digits behind a prefix is a national number that begins alike: `0113 296 0000` is Leeds, not Belgium.
    private static let minimumDigitsAfter011 = 10
    private static let minimumSignificantDigits = 4
    private static let maximumDigits = 15
    static let northAmericanDigits = 10

    private static let twoDigitCodes = Set(
        """
        20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66
        81 82 84 86 90 91 92 93 94 95 98
        """.split(whereSeparator: \.isWhitespace)
    )
    /// Where a number begins with its own zero, or nothing is dialled before it.
    private static let codesWithoutPrefix = Set(
        """
        30 34 39 45 47 48 56 65 225 229 241 242 351 352 354 356 357 371 372 376 377 378 379 420 500 501 502 503 504 505
        506 507 508 509 852 853 965 968 973 974
        """.split(whereSeparator: \.isWhitespace)
    )
    private static let otherPrefixes: [Substring: [String]] = [
        "1": ["1"], "7": ["8"], "36": ["06"], "52": ["01"], "370": ["8", "0"], "375": ["8", "80"],
    ]

    /// Reads digits that begin with a country code.
    ///
    /// A national prefix between country code and number (`+44 01632 …`) is left out where none belongs. It is `nil` where no country code
    /// is first, or the rest is too short or too long for a number.
    init?(_ digits: String) {
        let bytes = digits.utf8
        let length: Int
        switch bytes.first {
        case UInt8(ascii: "1"), UInt8(ascii: "7"): length = 1
        case UInt8(ascii: "0"), nil: return nil
        default: length = Self.twoDigitCodes.contains(digits.prefix(2)) ? 2 : 3
        }
        let code = digits.prefix(length)
        var rest = digits[code.endIndex...]
        if rest.utf8.first == UInt8(ascii: "0"), !Self.codesWithoutPrefix.contains(code), code != "1", code != "7" {
            rest = rest.dropFirst()
        }
        guard rest.utf8.count >= Self.minimumSignificantDigits, bytes.count <= Self.maximumDigits else {
            return nil
        }
        countryCode = String(code)
        significant = String(rest)
    }

    /// Reads digits as dialled abroad, with an international prefix (00, 0011 in Australia, 011 in North America); `nil` without one.
    init?(dialled digits: String) {
        if digits.hasPrefix("00"), let number = InternationalNumber(String(digits.dropFirst(2))), number.isLikely {
            self = number
        } else if digits.hasPrefix("0011"), let number = InternationalNumber(String(digits.dropFirst(4))) {
            self = number
        } else if digits.hasPrefix("011"), digits.utf8.count >= 3 + Self.minimumDigitsAfter011,
            let number = InternationalNumber(String(digits.dropFirst(3))), number.isLikely
        {
            self = number
        } else {
            return nil
        }
    }

    /// North American numbers have ten digits and do not begin with 0 or 1.
    private var isLikely: Bool {
        countryCode != "1"
            || significant.utf8.count == Self.northAmericanDigits && !significant.hasPrefix("0")
                && !significant.hasPrefix("1")
    }

    /// Whether digits are this number as dialled inside its country, with or without the prefix that is customary there.
    func isDialled(as dialled: String) -> Bool {
        guard dialled.utf8.count >= NumberForm.minimumNationalDigits,
            significant.utf8.count >= NumberForm.sharedDigits
        else {
            return false
        }
        return dialled == significant || prefixes.contains { dialled == $0 + significant }
    }

    private var prefixes: [String] {
        if let others = Self.otherPrefixes[countryCode[...]] {
            return others
        }
        return Self.codesWithoutPrefix.contains(countryCode[...]) ? [] : ["0"]
    }
}
