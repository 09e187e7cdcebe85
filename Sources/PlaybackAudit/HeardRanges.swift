/// Which bytes were sent, as few ranges; pure.
package struct HeardRanges: Hashable, Sendable {
    /// Ranges kept apart; beyond these the two that lie closest become one, which then tells of more than was sent.
    package static let maximumRanges = 64

    /// In order, neither overlapping nor touching.
    package private(set) var ranges: [Range<Int64>] = []
    /// Whether ranges were joined over bytes that were not sent.
    package private(set) var isCoarse = false

    package init() {}

    package mutating func insert(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        let first = ranges.firstIndex { $0.upperBound >= range.lowerBound } ?? ranges.endIndex
        var end = first
        var joined = range
        while end < ranges.endIndex, ranges[end].lowerBound <= range.upperBound {
            joined = min(joined.lowerBound, ranges[end].lowerBound)..<max(joined.upperBound, ranges[end].upperBound)
            end += 1
        }
        if end == first + 1 {
            ranges[first] = joined
        } else {
            ranges.replaceSubrange(first..<end, with: CollectionOfOne(joined))
            if ranges.count > Self.maximumRanges { joinClosest() }
        }
    }

    package func covers(_ range: Range<Int64>) -> Bool {
        range.isEmpty
            || ranges.contains { $0.lowerBound <= range.lowerBound && $0.upperBound >= range.upperBound }
    }

    private mutating func joinClosest() {
        let gaps = ranges.indices.dropLast().map { ranges[$0 + 1].lowerBound - ranges[$0].upperBound }
        guard let left = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { return }
        let joined = ranges[left].lowerBound..<ranges[left + 1].upperBound
        ranges.replaceSubrange(left...left + 1, with: CollectionOfOne(joined))
        isCoarse = true
    }
}
