internal import Recordings

/// A party of a call in a form that compares: what a text says of it, which may be a number, a user's address, a name, several of these, or
/// nothing.
///
/// Nothing is what an absent party says, and a withheld one in any of telephony's spellings: it agrees with nobody and differs from nobody.
///
/// Source: Dubber API, Recordings (A: E.164, as dialled, or a person's name); RFC 3261 section 20.10, RFC 3323 section 4.1.1.3, RFC 3966.
package struct PartyForm: Hashable, Sendable {
    /// What a comparison says.
    package typealias Likeness = NumberForm.Likeness

    package var number: NumberForm?
    /// Dialled once the number has answered.
    package var extensionDigits: String?
    /// A user with its domain, `pat@example.com`, in lower case.
    package var address: String?
    /// In lower case, single spaces, given name first.
    package var name: String?

    /// A party that says nothing.
    package init() {}

    package init(_ text: String?) {
        self.init()
        guard let text, !text.isEmpty else {
            return
        }
        // Most parties are plain numbers, and a page of rows has thousands: nothing needs to be cleaned there.
        let hasPlus = text.utf8.first == UInt8(ascii: "+")
        let plain = text.utf8.dropFirst(hasPlus ? 1 : 0)
        if !plain.isEmpty, plain.allSatisfy({ (0x30...0x39).contains($0) }) {
            number = NumberForm(digits: String(text.dropFirst(hasPlus ? 1 : 0)), hasPlus: hasPlus)
            return
        }
        if Self.isPlainName(text) {
            name = PartyName.compared(text)
            return
        }
        self = PartyReader(PartyText.cleaned(text)).form
    }

    /// A party with the label that a provider has beside it: what the party does not say, the label may.
    ///
    /// A party that is there and says nothing is withheld, and its label is not heard.
    package init(_ text: String?, label: String?) {
        self.init(text)
        guard let label, text?.isEmpty != false || !saysNothing else {
            return
        }
        let labelled = PartyForm(label)
        name = name ?? labelled.name
        if number == nil {
            number = labelled.number
            extensionDigits = labelled.extensionDigits
        }
    }

    /// The next most are names of letters, digits and single spaces; a number's extension ends in a digit.
    private static func isPlainName(_ text: String) -> Bool {
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
        guard let first = text.utf8.first, let last = text.utf8.last, isLetter(first), isLetter(last) else {
            return false
        }
        var isAfterSpace = false
        return text.utf8.allSatisfy { byte in
            let isSpace = byte == UInt8(ascii: " ")
            defer { isAfterSpace = isSpace }
            return isLetter(byte) || (0x30...0x39).contains(byte) || isSpace && !isAfterSpace
        }
    }

    /// Whether nobody can be told by it.
    package var saysNothing: Bool {
        number == nil && address == nil && name == nil
    }

    /// Compares two parties by what both say, a number before an address before a name.
    ///
    /// - Returns: ``NumberForm/Likeness/untold`` when one says nothing, or one has a number only and the other a name.
    package func likeness(to other: PartyForm) -> Likeness {
        if let number, let otherNumber = other.number {
            return likeness(number, otherNumber, otherExtension: other.extensionDigits)
        }
        if let address, let otherAddress = other.address {
            return Self.likeness(addresses: address, otherAddress)
        }
        if let name, let otherName = other.name {
            return name == otherName ? .same : .different
        }
        return .untold
    }

    /// Whether both certainly stand for the same party.
    package func agrees(with other: PartyForm) -> Bool {
        likeness(to: other) == .same
    }

    private func likeness(_ number: NumberForm, _ other: NumberForm, otherExtension: String?) -> Likeness {
        let said = number.likeness(to: other)
        if let extensionDigits, let otherExtension, extensionDigits != otherExtension {
            return said == .same ? .different : said
        }
        if said == .untold || said == .different {
            // A number's own extension is the other party's short number.
            let isOwnExtension =
                extensionDigits.map { other == .short($0) } ?? otherExtension.map { number == .short($0) } ?? false
            return isOwnExtension ? .hinted : said
        }
        return said
    }

    /// Gateways put their own domain behind a user: another domain says nothing, another user does.
    private static func likeness(addresses left: String, _ right: String) -> Likeness {
        if left == right {
            return .same
        }
        let users = [left, right].map { $0.prefix { $0 != "@" } }
        return users[0] == users[1] ? .untold : .different
    }
}

extension Recording {
    var fromForm: PartyForm { PartyForm(from, label: fromLabel) }
    var toForm: PartyForm { PartyForm(to, label: toLabel) }
}
