import PlaybackAudit
import Testing

@Suite struct HeardRangesTests {
    static let cases: [(inserted: [Range<Int64>], ranges: [Range<Int64>])] = [
        ([0..<10], [0..<10]),
        ([0..<10, 10..<20], [0..<20]),
        ([10..<20, 0..<10], [0..<20]),
        ([0..<10, 20..<30], [0..<10, 20..<30]),
        ([20..<30, 0..<10], [0..<10, 20..<30]),
        ([0..<10, 20..<30, 5..<25], [0..<30]),
        ([0..<10, 20..<30, 40..<50, 10..<40], [0..<50]),
        ([0..<10, 3..<5], [0..<10]),
        ([3..<5, 0..<10], [0..<10]),
        ([5..<5], []),
    ]

    @Test("Ranges that touch or overlap become one", arguments: cases)
    func merging(_ inserted: [Range<Int64>], _ ranges: [Range<Int64>]) {
        var heard = HeardRanges()
        for range in inserted { heard.insert(range) }
        #expect(heard.ranges == ranges)
        #expect(!heard.isCoarse)
    }

    @Test("Too many ranges are joined over the smallest gap, and say so")
    func coarse() {
        var heard = HeardRanges()
        for index in 0..<Int64(HeardRanges.maximumRanges) { heard.insert(index * 100..<index * 100 + 10) }
        #expect(!heard.isCoarse)
        heard.insert(20..<25)
        #expect(heard.ranges.count == HeardRanges.maximumRanges)
        #expect(heard.isCoarse)
        #expect(heard.covers(0..<25))
        #expect(!heard.covers(0..<26))
    }
}
