/// A `Content-Range` response header in bytes.
///
/// Source: RFC 9110 §14.4.
package enum ContentRange: Hashable, Sendable {
    /// `bytes first-last/size`; the size is `nil` for `*`.
    case satisfied(Range<Int64>, sizeBytes: Int64?)
    /// `bytes */size`, beside 416.
    case unsatisfied(sizeBytes: Int64)

    /// Reads the header's value; `nil` for anything but a byte range that fits its size.
    ///
    /// Blanks, of which the grammar has one behind the unit, may stand anywhere but within a word: some stores write them, and they change nothing.
    package init?(_ value: some StringProtocol) {
        let text = Substring(value)
        let unit = text.drop(while: Self.isBlank).prefix { !Self.isBlank($0) }
        guard unit.lowercased() == "bytes" else { return nil }
        let halves = text[unit.endIndex...].split(separator: "/", omittingEmptySubsequences: false).map(Self.trimmed)
        guard halves.count == 2 else { return nil }
        let sizeBytes = Self.number(halves[1])
        guard sizeBytes != nil || halves[1] == "*" else { return nil }
        if halves[0] == "*" {
            guard let sizeBytes else { return nil }
            self = .unsatisfied(sizeBytes: sizeBytes)
            return
        }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false).map(Self.trimmed)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last,
            last < sizeBytes ?? .max
        else { return nil }
        self = .satisfied(first..<(last + 1), sizeBytes: sizeBytes)
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

    private static func trimmed(_ text: Substring) -> Substring {
        let text = text.drop(while: isBlank)
        return text.lastIndex { !isBlank($0) }.map { text[...$0] } ?? ""
    }

    private static func number(_ digits: Substring) -> Int64? {
        guard digits.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        return Int64(digits)
    }
}

extension ContentRange: CustomStringConvertible {
    /// The header's value.
    package var description: String {
        switch self {
        case .satisfied(let range, let sizeBytes):
            "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(sizeBytes.map(String.init) ?? "*")"
        case .unsatisfied(let sizeBytes):
            "bytes */\(sizeBytes)"
        }
    }
}
