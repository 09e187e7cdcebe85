internal import Recordings

/// A party in a form so short that an index can be looked through by it: parties that agree have keys that may agree.
///
/// The reverse does not hold: what keys let through is still to be weighed by ``SegmentMatcher``.
package struct PartyKey: Hashable, Sendable {
    /// Whoever changes ``PartyForm``, or what keys are made of, counts on: keys of another version are made anew.
    package static let version = 3
    private static let digits = NumberForm.sharedDigits
    private static let kinds: Int64 = 4

    private enum Kind: Int64 {
        case address = 0
        case number = 1
        case short = 2
        case name = 3
    }

    /// Kind and value in one number, as a database keeps it.
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// `nil` for a party that says nothing, which agrees with nobody.
    package init?(_ party: PartyForm) {
        switch party.number {
        case .international(let digits), .national(let digits):
            self.init(.number, Self.value(of: digits.suffix(Self.digits)) ?? TextKey(digits).rawValue)
        case .short(let digits):
            self.init(.short, Self.value(of: digits[...]) ?? TextKey(digits).rawValue)
        case nil:
            if let address = party.address {
                self.init(.address, TextKey(address).rawValue)
            } else if let name = party.name {
                self.init(.name, TextKey(name).rawValue)
            } else {
                return nil
            }
        }
    }

    /// The key of a party as a provider has it, with the label beside it: the same as that of its ``PartyForm``.
    ///
    /// Most parties of most recordings are numbers in E.164, whose key is in their last digits: nothing else of them is read.
    package init?(_ text: String, label: String?) {
        if let digits = Self.lastDigits(of: text.utf8) {
            self.init(.number, digits)
        } else {
            self.init(PartyForm(text, label: label))
        }
    }

    /// `nil` for what must be looked at more closely: a zero near the country code may be a national prefix.
    private static func lastDigits(of text: String.UTF8View) -> Int64? {
        guard text.first == UInt8(ascii: "+"), (12...16).contains(text.count) else {
            return nil
        }
        var last: Int64 = 0
        let firstOfLast = text.count - Self.digits
        for (place, byte) in text.enumerated().dropFirst() {
            guard (0x30...0x39).contains(byte), byte != 0x30 || place > 4 else {
                return nil
            }
            if place >= firstOfLast { last = last * 10 + Int64(byte - 0x30) }
        }
        return SilentDigits.contains(Substring(text.dropFirst())) ? nil : last
    }

    private init(_ kind: Kind, _ value: Int64) {
        rawValue = value * Self.kinds + kind.rawValue
    }

    private static func value(of digits: Substring) -> Int64? {
        digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(digits) : nil
    }

    private var kind: Int64 { rawValue % Self.kinds }

    /// Whether the parties may agree, or one may be the extension that the other, a full number, ends in.
    ///
    /// A number may have the name that the other party is told by.
    package func mayAgree(with other: PartyKey) -> Bool {
        self == other || kind != other.kind
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
        self.init(from: PartyForm(from), to: PartyForm(to))
    }

    init(from: PartyForm, to: PartyForm) {
        self.init(from: PartyKey(from), to: PartyKey(to))
    }

    init(_ recording: Recording) {
        self.init(
            from: PartyKey(recording.from, label: recording.fromLabel),
            to: PartyKey(recording.to, label: recording.toLabel)
        )
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
