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
        self.init(String(value).utf8.span)
    }

    /// Reads the header's value from its bytes, likewise.
    package init?(_ bytes: Span<UInt8>) {
        var scanner = Scanner()
        guard scanner.skipUnit(bytes) else { return nil }
        var first: Spec?
        var others: [Spec] = []
        var count = 0
        repeat {
            scanner.skipSpace(bytes)
            if scanner.isAtSeparator(bytes) { continue }
            guard let spec = scanner.spec(bytes) else { return nil }
            count += 1
            if count == 1 {
                first = spec
            } else if count <= Self.maximumRanges {
                others.append(spec)
            }
            scanner.skipSpace(bytes)
            guard scanner.isAtSeparator(bytes) else { return nil }
        } while scanner.skip(UInt8(ascii: ","), bytes)
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
    /// A pass over the header's bytes.
    private struct Scanner {
        private var place = 0

        /// At a comma or at the end.
        func isAtSeparator(_ bytes: Span<UInt8>) -> Bool {
            place == bytes.count || bytes[place] == UInt8(ascii: ",")
        }

        /// The unit's name has no case (RFC 9110 §14.1).
        mutating func skipUnit(_ bytes: Span<UInt8>) -> Bool {
            skipSpace(bytes)
            for letter in "bytes".utf8 {
                guard skip(letter, bytes) || skip(letter & ~0x20, bytes) else { return false }
            }
            return skip(UInt8(ascii: "="), bytes)
        }

        mutating func skipSpace(_ bytes: Span<UInt8>) {
            while skip(UInt8(ascii: " "), bytes) || skip(UInt8(ascii: "\t"), bytes) {}
        }

        /// Goes past a byte, if it is there.
        mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
            guard place < bytes.count, bytes[place] == byte else { return false }
            place += 1
            return true
        }

        mutating func spec(_ bytes: Span<UInt8>) -> Spec? {
            let first = number(bytes)
            guard skip(UInt8(ascii: "-"), bytes) else { return nil }
            let last = number(bytes)
            switch (first, last) {
            case (nil, nil): return nil
            case (nil, let count?): return .last(count)
            case (let first?, nil): return .from(first, through: nil)
            case (let first?, let last?): return first <= last ? .from(first, through: last) : nil
            }
        }

        /// Digits as a number, saturating; `nil` when there are none.
        private mutating func number(_ bytes: Span<UInt8>) -> Int64? {
            var value: Int64?
            while place < bytes.count, bytes[place] >= UInt8(ascii: "0"), bytes[place] <= UInt8(ascii: "9") {
                let digit = Int64(bytes[place] - UInt8(ascii: "0"))
                place += 1
                let (scaled, tooLarge) = (value ?? 0).multipliedReportingOverflow(by: 10)
                let (sum, stillTooLarge) = scaled.addingReportingOverflow(digit)
                value = tooLarge || stillTooLarge ? .max : sum
            }
            return value
        }
    }
}
