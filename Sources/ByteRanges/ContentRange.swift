/// A `Content-Range` response header in bytes.
///
/// Source: RFC 9110 §14.4.
package enum ContentRange: Hashable, Sendable {
    /// `bytes first-last/size`; the size is `nil` for `*`.
    case satisfied(Range<Int64>, sizeBytes: Int64?)
    /// `bytes */size`, beside 416.
    case unsatisfied(sizeBytes: Int64)

    /// Reads the header's value; `nil` for anything but a well-formed byte range that fits its size.
    package init?(_ value: some StringProtocol) {
        let words = value.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let halves = words[1].split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let sizeBytes = Self.number(halves[1])
        guard sizeBytes != nil || halves[1] == "*" else { return nil }
        if halves[0] == "*" {
            guard let sizeBytes else { return nil }
            self = .unsatisfied(sizeBytes: sizeBytes)
            return
        }
        let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last,
            last < sizeBytes ?? .max
        else { return nil }
        self = .satisfied(first..<(last + 1), sizeBytes: sizeBytes)
    }

    private static func number(_ digits: some StringProtocol) -> Int64? {
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
