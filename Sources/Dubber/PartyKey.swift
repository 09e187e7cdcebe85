/// A party in a form so short that an index can be looked through by it: parties that agree have keys that may agree.
///
/// The reverse does not hold: what keys let through is still to be weighed by ``SegmentMatcher``.
package struct PartyKey: Hashable, Sendable {
    /// Whoever changes ``NumberForm``, or what keys are made of, counts on: keys of another version are made anew.
    package static let version = 1
    /// Full numbers that agree have at least so many last digits in common.
    private static let digits = NumberForm.minimumComparedDigits
    private static let kinds: Int64 = 4

    private enum Kind: Int64 {
        case number = 1
        case short = 2
        case name = 3
    }

    /// Kind and value in one number, as a database keeps it.
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// `nil` for a party that is not known, which agrees with nobody.
    package init?(_ party: NumberForm) {
        switch party {
        case .international(let digits), .national(let digits):
            self.init(.number, Self.value(of: digits.suffix(Self.digits)) ?? TextKey(digits).rawValue)
        case .short(let digits):
            self.init(.short, Self.value(of: digits[...]) ?? TextKey(digits).rawValue)
        case .name(let name):
            self.init(.name, TextKey(name).rawValue)
        case .unknown:
            return nil
        }
    }

    private init(_ kind: Kind, _ value: Int64) {
        rawValue = value * Self.kinds + kind.rawValue
    }

    private static func value(of digits: Substring) -> Int64? {
        digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(digits) : nil
    }

    private var kind: Int64 { rawValue % Self.kinds }

    /// Whether the parties may agree, or one may be the extension that the other, a full number, ends in.
    package func mayAgree(with other: PartyKey) -> Bool {
        self == other || mayShareExtension(with: other)
    }

    private func mayShareExtension(with other: PartyKey) -> Bool {
        let kinds = [kind, other.kind]
        return kinds == [Kind.number.rawValue, Kind.short.rawValue]
            || kinds == [Kind.short.rawValue, Kind.number.rawValue]
    }
}

/// The two parties of a call, as far as known.
package struct PartyKeys: Hashable, Sendable {
    package let from: PartyKey?
    package let to: PartyKey?

    package init(from: PartyKey?, to: PartyKey?) {
        self.from = from
        self.to = to
    }

    package init(from: String?, to: String?) {
        self.init(from: PartyKey(NumberForm(from)), to: PartyKey(NumberForm(to)))
    }

    /// Whether two calls may be told by their numbers to be one: both parties agree, at least one by more than its extension.
    package func mayAgree(with other: PartyKeys) -> Bool {
        guard let from, let to, let otherFrom = other.from, let otherTo = other.to else {
            return false
        }
        return (from == otherFrom || to == otherTo) && from.mayAgree(with: otherFrom) && to.mayAgree(with: otherTo)
    }
}

/// A text as a number to look it up by: equal texts have equal keys, and others seldom.
package struct TextKey: Hashable, Sendable {
    /// Below 2^45, so that it passes through JSON and fits beside a kind.
    package let rawValue: Int64

    /// Source: FNV-1a, 64 bits.
    package init(_ text: some StringProtocol) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        rawValue = Int64((hash ^ (hash >> 45)) & ((1 << 45) - 1))
    }
}
