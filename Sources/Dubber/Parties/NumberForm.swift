/// A telephone number in a form that compares.
///
/// Source: Dubber API, Recordings (A: E.164 or as dialled); ITU-T E.164; RFC 3966 section 4.
package enum NumberForm: Hashable, Sendable {
    /// Digits with the country code first.
    case international(String)
    /// Digits as dialled, with a national prefix if there was one; the country is not known.
    case national(String)
    /// Few digits, or a feature code: compared exactly.
    case short(String)

    /// What a comparison says.
    package enum Likeness: Sendable, Hashable {
        case same
        /// One is an extension that the other, a full number, ends in.
        case hinted
        /// One may be the other with digits left out: nothing is said.
        case untold
        case different
    }

    /// The most digits that an extension has.
    package static let maximumExtensionDigits = 6
    /// Shorter extensions are the end of too many numbers to be a hint.
    package static let minimumExtensionDigits = 3
    /// Numbers with fewer digits without a country code are no more than a part.
    package static let minimumNationalDigits = 7
    /// Full numbers that are the same have at least so many last digits in common.
    static let sharedDigits = 6
    /// Country code and number have this many digits where they are told from a number of ten digits in North America.
    static let minimumBareInternationalDigits = 11

    /// Reads digits; `nil` for those that stand in for an absent or a withheld number.
    ///
    /// - Parameters:
    ///   - digits: at least one, nothing else; or a feature code, such as `*67`.
    ///   - hasPlus: whether the country code is first.
    package init?(digits: String, hasPlus: Bool) {
        guard !SilentDigits.contains(digits) else {
            return nil
        }
        let isFeatureCode = digits.utf8.contains { !(0x30...0x39).contains($0) }
        if isFeatureCode || digits.utf8.count <= Self.maximumExtensionDigits {
            self = .short(digits)
        } else if hasPlus, let number = InternationalNumber(digits) {
            self.init(number)
        } else if let number = InternationalNumber(dialled: digits) {
            self.init(number)
        } else {
            self = .national(digits)
        }
    }

    private init?(_ number: InternationalNumber) {
        guard !SilentDigits.contains(number.digits), number.significant.utf8.contains(where: { $0 != 0x30 }) else {
            return nil
        }
        self = .international(number.digits)
    }

    /// Whether the form is a number long enough to be told apart from all others.
    package var isFull: Bool {
        switch self {
        case .international, .national: true
        case .short: false
        }
    }

    /// As a provider is asked for it: E.164 where the country is known, else as dialled.
    package var asked: String {
        switch self {
        case .international(let digits): "+" + digits
        case .national(let digits), .short(let digits): digits
        }
    }

    /// Compares two numbers: the same only where every digit is accounted for.
    package func likeness(to other: NumberForm) -> Likeness {
        switch (self, other) {
        case (.short(let left), .short(let right)): left == right ? .same : .different
        case (.short(let short), .international(let full)), (.short(let short), .national(let full)),
            (.international(let full), .short(let short)), (.national(let full), .short(let short)):
            short.utf8.count >= Self.minimumExtensionDigits && full.hasSuffix(short) ? .hinted : .untold
        case (.international(let left), .international(let right)): left == right ? .same : .different
        case (.international(let full), .national(let dialled)), (.national(let dialled), .international(let full)):
            Self.likeness(international: full, national: dialled)
        case (.national(let left), .national(let right)): Self.likeness(left, right)
        }
    }

    private static func likeness(international digits: String, national dialled: String) -> Likeness {
        if digits == dialled {
            return .same
        }
        guard let number = InternationalNumber(digits) else {
            return .different
        }
        return number.isDialled(as: dialled) ? .same : partly(digits, dialled)
    }

    /// Of two numbers as dialled, one may have the national prefix, or the country code, that the other lacks.
    private static func likeness(_ left: String, _ right: String) -> Likeness {
        let (shorter, longer) = left.utf8.count <= right.utf8.count ? (left, right) : (right, left)
        if longer == shorter || longer == "0" + shorter {
            return .same
        }
        if longer.utf8.count >= minimumBareInternationalDigits, let number = InternationalNumber(longer),
            number.isDialled(as: shorter)
        {
            return .same
        }
        return partly(left, right)
    }

    private static func partly(_ left: String, _ right: String) -> Likeness {
        let ends = [left, right].map { $0.drop { $0 == "0" } }
        let isPart = ends[0].hasSuffix(ends[1]) || ends[1].hasSuffix(ends[0])
        return isPart ? .untold : .different
    }
}
