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
    ///
    /// Of ASCII only, though HTTP permits more: what else a store sends has no meaning, and comes out of a header as it likes.
    package init?(_ value: some StringProtocol) {
        var bytes = Array(value.utf8)[...]
        let isWeak = bytes.starts(with: "W/".utf8)
        if isWeak { bytes = bytes.dropFirst(2) }
        let mark = UInt8(ascii: "\"")
        guard bytes.count >= 2, bytes.first == mark, bytes.last == mark, bytes.count <= Self.maximumLengthBytes else {
            return nil
        }
        let opaque = bytes.dropFirst().dropLast()
        guard opaque.allSatisfy({ $0 > 0x20 && $0 != mark && $0 < 0x7F }) else { return nil }
        self.opaque = String(decoding: opaque, as: UTF8.self)
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
        let bytes = value.utf8
        var tags: [EntityTag] = []
        var isQuoted = false
        var start = bytes.startIndex
        for index in bytes.indices {
            if bytes[index] == UInt8(ascii: "\"") {
                isQuoted.toggle()
                guard !isQuoted else { continue }
                let member = bytes[start...index].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                if let tag = EntityTag(String(decoding: member, as: UTF8.self)) { tags.append(tag) }
                start = bytes.index(after: index)
            } else if bytes[index] == UInt8(ascii: ","), !isQuoted {
                start = bytes.index(after: index)
            }
        }
        return tags
    }
}

extension EntityTag: CustomStringConvertible {
    /// The tag as on the wire.
    package var description: String { (isWeak ? "W/" : "") + "\"\(opaque)\"" }
}
