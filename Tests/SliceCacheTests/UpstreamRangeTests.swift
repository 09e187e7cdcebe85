import SliceCache
import Testing

@Suite("What is asked of a store")
struct UpstreamRangeTests {
    @Test(
        "A first request is widened to whole slices",
        arguments: [
            (UpstreamRange.from(0), "bytes=0-"), (.from(15), "bytes=10-"), (.from(.max), "bytes=9223372036854775800-"),
            (.bytes(0..<1), "bytes=0-9"), (.bytes(9..<11), "bytes=0-19"), (.bytes(10..<20), "bytes=10-19"),
            (.bytes(12 ..< .max), "bytes=10-"), (.bytes(12..<12), "bytes=10-19"), (.last(1), "bytes=-10"),
            (.last(.max), "bytes=-9223372036854775807"), (.firstSlice, "bytes=0-9"), (.whole, nil),
        ] as [(UpstreamRange, String?)]
    )
    func aligned(range: UpstreamRange, header: String?) {
        #expect(range.aligned(sliceBytes: 10).header == header)
    }

    @Test(
        "A first request is cut to what a first transfer brings, and to a slice where its beginning is not known",
        arguments: [
            (UpstreamRange.from(0), "bytes=0-19"), (.from(30), "bytes=30-49"),
            (.from(.max), "bytes=9223372036854775807-"),
            (.from(.max - 20), "bytes=9223372036854775787-9223372036854775806"), (.bytes(10..<20), "bytes=10-19"),
            (.bytes(10..<30), "bytes=10-29"), (.bytes(10 ..< .max), "bytes=10-29"), (.last(50), "bytes=-50"),
            (.last(51), "bytes=0-9"), (.last(.max), "bytes=0-9"), (.whole, nil), (.firstSlice, nil),
        ] as [(UpstreamRange, String?)]
    )
    func bounded(range: UpstreamRange, header: String?) {
        #expect(range.bounded(to: 20, lastBytes: 50, sliceBytes: 10).header == header)
    }

    @Test(
        "The bytes meant, clamped to the recording",
        arguments: [
            (UpstreamRange.from(3), Int64(3)..<Int64(10)), (.from(10), 10..<10), (.from(.max), 10..<10),
            (.bytes(3..<99), 3..<10), (.bytes(50..<99), 10..<10), (.last(3), 7..<10), (.last(.max), 0..<10),
            (.last(0), 10..<10), (.whole, 0..<10), (.firstSlice, 0..<0),
        ]
    )
    func range(range: UpstreamRange, bytes: Range<Int64>) {
        #expect(range.range(sizeBytes: 10) == bytes)
    }
}
