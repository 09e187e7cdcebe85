/// A `Range` request header in bytes: what was asked for, before the recording's size is known.
///
/// Source: RFC 9110 §14.1.1, §14.1.2, §14.2.
package struct RangeHeader: Hashable, Sendable {
    /// The most ranges that one header may ask for; a header with more is answered with the whole recording.
    package static let maximumRanges = 16

    package enum Spec: Hashable, Sendable {
        /// From a position through a last position (inclusive, as on the wire), or to the end.
        case from(Int64, through: Int64?)
        /// The last so many bytes.
        case last(Int64)
    }

    /// `nil` when there were too many; kept apart, since one range is what nearly every header asks for.
    private let first: Spec?
    private let others: [Spec]

    /// In the order asked; at most ``maximumRanges``, and empty when there were more.
    package var specs: [Spec] { (first.map { [$0] } ?? []) + others }

    /// The range of a header that asks for no other.
    package var only: Spec? { others.isEmpty ? first : nil }

    /// Whether more than ``maximumRanges`` were asked for.
    package var isTooMany: Bool { first == nil }

    /// Reads the header's value.
    ///
    /// Gives `nil` where the header is to be ignored: another unit, or any malformed range in it. Positions too large for 64 bits saturate, which
    /// leaves their meaning intact because no recording is that long. Takes linear time and bounded memory.
    package init?(_ value: some StringProtocol) {
        var scanner = Scanner(value.utf8)
        guard scanner.skipUnit() else { return nil }
        var first: Spec?
        var others: [Spec] = []
        var count = 0
        repeat {
            scanner.skipSpace()
            if scanner.isAtSeparator { continue }
            guard let spec = scanner.spec() else { return nil }
            count += 1
            if count == 1 {
                first = spec
            } else if count <= Self.maximumRanges {
                others.append(spec)
            }
            scanner.skipSpace()
            guard scanner.isAtSeparator else { return nil }
        } while scanner.skipComma()
        guard count > 0 else { return nil }
        self.first = count <= Self.maximumRanges ? first : nil
        self.others = count <= Self.maximumRanges ? others : []
    }

    /// One well-formed range.
    package init(_ spec: Spec) {
        first = spec
        others = []
    }
}

extension RangeHeader {
    /// A pass over the header's bytes; a string's UTF-8 view is walked once, without copies.
    private struct Scanner<Bytes: Collection<UInt8>> {
        private var rest: Bytes.SubSequence

        init(_ bytes: Bytes) {
            rest = bytes[...]
        }

        /// At a comma or at the end.
        var isAtSeparator: Bool { rest.isEmpty || rest.first == UInt8(ascii: ",") }

        /// The unit's name has no case (RFC 9110 §14.1).
        mutating func skipUnit() -> Bool {
            skipSpace()
            for letter in "bytes=".utf8 {
                guard let byte = rest.popFirst(), byte == letter || byte | 0x20 == letter && letter != UInt8(ascii: "=")
                else { return false }
            }
            return true
        }

        mutating func skipSpace() {
            while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { rest.removeFirst() }
        }

        mutating func skipComma() -> Bool {
            guard rest.first == UInt8(ascii: ",") else { return false }
            rest.removeFirst()
            return true
        }

        mutating func spec() -> Spec? {
            let first = number()
            guard rest.first == UInt8(ascii: "-") else { return nil }
            rest.removeFirst()
            let last = number()
            switch (first, last) {
            case (nil, nil): return nil
            case (nil, let count?): return .last(count)
            case (let first?, nil): return .from(first, through: nil)
            case (let first?, let last?): return first <= last ? .from(first, through: last) : nil
            }
        }

        /// Digits as a number, saturating; `nil` when there are none.
        private mutating func number() -> Int64? {
            var value: Int64?
            while let byte = rest.first, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                rest.removeFirst()
                let (scaled, tooLarge) = (value ?? 0).multipliedReportingOverflow(by: 10)
                let (sum, stillTooLarge) = scaled.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
                value = tooLarge || stillTooLarge ? .max : sum
            }
            return value
        }
    }
}
