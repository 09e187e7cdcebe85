/// An entity tag, quotes included on the wire.
///
/// Source: RFC 9110 §8.8.3.
package struct EntityTag: Hashable, Sendable {
    /// The longest tag that is kept, in bytes.
    package static let maximumLengthBytes = 256

    /// The text between the quotes.
    package let opaque: String
    package let isWeak: Bool

    /// Reads one tag such as `"abc"` or `W/"abc"`; `nil` when malformed or longer than ``maximumLengthBytes``.
    package init?(_ value: some StringProtocol) {
        var text = Substring(value)
        let isWeak = text.hasPrefix("W/")
        if isWeak { text.removeFirst(2) }
        guard text.utf8.count >= 2, text.first == "\"", text.last == "\"", text.utf8.count <= Self.maximumLengthBytes
        else { return nil }
        let opaque = text.dropFirst().dropLast()
        guard opaque.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x22 && $0 != 0x7F }) else { return nil }
        self.opaque = String(opaque)
        self.isWeak = isWeak
    }

    /// Same bytes for sure: both strong and alike.
    package func matchesStrongly(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && opaque == other.opaque
    }

    /// Alike, whatever their strength.
    package func matchesWeakly(_ other: EntityTag) -> Bool {
        opaque == other.opaque
    }

    /// Reads a comma-separated list; commas inside quotes belong to a tag.
    ///
    /// Malformed members are passed over.
    package static func list(_ value: some StringProtocol) -> [EntityTag] {
        var tags: [EntityTag] = []
        var isQuoted = false
        var start = value.startIndex
        for index in value.indices {
            if value[index] == "\"" {
                isQuoted.toggle()
                guard !isQuoted else { continue }
                let member = value[start...index].drop { $0 == " " || $0 == "\t" }
                if let tag = EntityTag(member) { tags.append(tag) }
                start = value.index(after: index)
            } else if value[index] == ",", !isQuoted {
                start = value.index(after: index)
            }
        }
        return tags
    }
}

extension EntityTag: CustomStringConvertible {
    /// The tag as on the wire.
    package var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }
}
