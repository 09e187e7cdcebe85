import ByteRanges
import Testing

@Suite struct RangeSelectionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let header: String
        let sizeBytes: Int64
        let selection: RangeSelection?

        init(_ header: String, of sizeBytes: Int64 = 1000, _ selection: RangeSelection?) {
            self.header = header
            self.sizeBytes = sizeBytes
            self.selection = selection
        }

        var testDescription: String { "\(header.prefix(60)) of \(sizeBytes)" }
    }

    static let rows: [Row] = [
        Row("bytes=0-1", .single(0..<2)),
        Row("bytes=0-0", .single(0..<1)),
        Row("bytes=0-", .single(0..<1000)),
        Row("bytes=400-", .single(400..<1000)),
        Row("bytes=-100", .single(900..<1000)),
        Row("bytes=-1", .single(999..<1000)),
        Row("bytes=-1005", .single(0..<1000)),
        Row("bytes=5-1999", .single(5..<1000)),
        Row("bytes=999-", .single(999..<1000)),
        Row("bytes=1000-", .unsatisfiable),
        Row("bytes=0-,1-", of: .max, .whole),
        Row("bytes=0-,1-", .whole),
        Row("bytes=0-499,500-", .several([0..<500, 500..<1000])),
        Row("bytes=-0", .unsatisfiable),
        Row("bytes=5-2", nil),
        Row("bytes=abc", nil),
        Row("bytes=10", nil),
        Row("bytes=10-alpha", nil),
        Row("bytes=", nil),
        Row("bytes=,", nil),
        Row("bytes=-", nil),
        Row("bytes=--5", nil),
        Row("bytes=+1-2", nil),
        Row("bytes=1 -2", nil),
        Row("bytes 0-1", nil),
        Row("", nil),
        Row("items=0-1", nil),
        Row("byte=0-1", nil),
        Row("bytess=0-1", nil),
        Row("Bytes=0-1", .single(0..<2)),
        Row("BYTES=0-1", .single(0..<2)),
        Row("bytes=5-\(String(repeating: "9", count: 40))", .single(5..<1000)),
        Row("bytes=\(String(repeating: "9", count: 40))-", .unsatisfiable),
        Row("bytes=-\(String(repeating: "9", count: 40))", .single(0..<1000)),
        Row("bytes= 0-1 ", .single(0..<2)),
        Row("bytes=0-1, 20-29", .several([0..<2, 20..<30])),
        Row("bytes=0-1 ,\t20-29 , ", .several([0..<2, 20..<30])),
        Row("bytes=,0-1,,20-29,", .several([0..<2, 20..<30])),
        Row("bytes=0-1,5-2", nil),
        Row("bytes=0-9,5000-5001", .single(0..<10)),
        Row("bytes=5000-5001,-0", .unsatisfiable),
        Row("bytes=0-9,5-14", .several([0..<10, 5..<15])),
        Row("bytes=0-9,5-14,8-20", .whole),
        Row("bytes=0-,0-", .whole),
        Row(
            "bytes=\((0..<16).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ","))",
            .several((0..<16).map { $0 * 2..<$0 * 2 + 1 })
        ),
        Row("bytes=\((0..<17).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ","))", .whole),
        Row("bytes=0-", of: 0, .unsatisfiable),
        Row("bytes=-5", of: 0, .unsatisfiable),
    ]

    @Test("A Range header selects what RFC 9110 says", arguments: rows)
    func selection(_ row: Row) {
        let selection = RangeHeader(row.header).map { RangeSelection($0, sizeBytes: row.sizeBytes) }
        #expect(selection == row.selection)
    }

    @Test("Ten thousand ranges are read in bounded memory, and one bad among them spoils all")
    func manyRanges() {
        let many = (0..<10_000).map { "\($0)-\($0)" }.joined(separator: ",")
        let header = RangeHeader("bytes=" + many)
        #expect(header?.isTooMany == true)
        #expect(header?.specs.count == 0)
        #expect(RangeHeader("bytes=" + many + ",x") == nil)
    }
}
