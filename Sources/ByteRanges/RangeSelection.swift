/// What of a recording a `Range` header selects, now that the size is known.
///
/// Source: RFC 9110 §14.2, §15.5.17.
package enum RangeSelection: Hashable, Sendable {
    /// The header is to be ignored.
    case whole
    /// Exactly one satisfiable range, never empty.
    case single(Range<Int64>)
    /// Two or more satisfiable ranges in the order asked, together no longer than the recording.
    case several([Range<Int64>])
    /// Nothing that was asked for lies in the recording.
    case unsatisfiable

    /// Applies a header to a recording of `sizeBytes`.
    ///
    /// Ignored are headers that ask too much: more than ``RangeHeader/maximumRanges``, more than two ranges that overlap one another, or ranges
    /// that add up to more than the recording.
    package init(_ header: RangeHeader, sizeBytes: Int64) {
        guard !header.isTooMany else {
            self = .whole
            return
        }
        if let only = header.only {
            self = only.range(sizeBytes: sizeBytes).map(Self.single) ?? .unsatisfiable
            return
        }
        let ranges = header.specs.compactMap { $0.range(sizeBytes: sizeBytes) }
        switch ranges.count {
        case 0:
            self = .unsatisfiable
        case 1:
            self = .single(ranges[0])
        default:
            let isExcessive = Self.overlapping(ranges) > 2 || Self.exceed(sizeBytes, ranges)
            self = isExcessive ? .whole : .several(ranges)
        }
    }

    /// Whether ranges are together longer than `sizeBytes`; each by itself is not.
    private static func exceed(_ sizeBytes: Int64, _ ranges: [Range<Int64>]) -> Bool {
        var left = sizeBytes
        for range in ranges {
            guard Int64(range.count) <= left else { return true }
            left -= Int64(range.count)
        }
        return false
    }

    /// How many of the ranges overlap another one; there are at most ``RangeHeader/maximumRanges``.
    private static func overlapping(_ ranges: [Range<Int64>]) -> Int {
        ranges.indices.count { index in
            ranges.indices.contains { $0 != index && ranges[$0].overlaps(ranges[index]) }
        }
    }
}

extension RangeHeader.Spec {
    /// The bytes meant in a recording of `sizeBytes`; `nil` when none of them exist.
    package func range(sizeBytes: Int64) -> Range<Int64>? {
        switch self {
        case .from(let first, let last):
            guard first < sizeBytes else { return nil }
            guard let last, last < sizeBytes else { return first..<sizeBytes }
            return first..<(last + 1)
        case .last(let count):
            guard count > 0, sizeBytes > 0 else { return nil }
            return max(0, sizeBytes - count)..<sizeBytes
        }
    }
}
