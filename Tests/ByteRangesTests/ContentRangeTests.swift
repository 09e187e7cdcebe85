import ByteRanges
import Testing

@Suite struct ContentRangeTests {
    @Test(
        "A well-formed Content-Range is read and written",
        arguments: [
            ("bytes 0-1/1000", ContentRange.satisfied(0..<2, sizeBytes: 1000)),
            ("bytes 0-1/*", .satisfied(0..<2, sizeBytes: nil)), ("bytes */1000", .unsatisfied(sizeBytes: 1000)),
        ]
    )
    func wellFormed(_ text: String, _ range: ContentRange) {
        #expect(ContentRange(text) == range)
        #expect(range.description == text)
    }

    @Test(
        "Blanks about the words of a Content-Range change nothing",
        arguments: [
            "bytes  2-9/1000", "bytes\t2-9/1000", " bytes 2-9/1000 ", "bytes 2-9 /1000", "bytes 2-9/ 1000",
            "bytes 2 - 9 / 1000", "BYTES 2-9/1000",
        ]
    )
    func blanks(_ text: String) {
        #expect(ContentRange(text) == .satisfied(2..<10, sizeBytes: 1000))
    }

    @Test(
        "A Content-Range that contradicts itself is refused",
        arguments: [
            "", "bytes", "bytes 0-1", "bytes 2-1/1000", "bytes 0-1000/1000", "bytes */*", "items 0-1/1000",
            "bytes 0-1/-5",
            "bytes +0-1/10", "bytes 0-1/99999999999999999999", "bytes a-b/c", "bytes 0-1/1000/1", "bytes 0-1/10 00",
            "bytes0-1/1000", "bytes=0-1/1000", "by tes 0-1/1000", "0-1/1000",
        ]
    )
    func malformed(_ text: String) {
        #expect(ContentRange(text) == nil)
    }
}
