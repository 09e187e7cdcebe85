import SliceCache
import Testing

@Suite("Pieces shared by readers")
struct SharedPiecesTests {
    @Test(
        "A range that one piece holds wholly is given, none that it holds in part",
        arguments: [
            (10..<20, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19]), (12..<14, [12, 13]), (19..<20, [19]), (9..<11, nil),
            (19..<21, nil), (30..<32, [30, 31]),
        ] as [(Range<Int64>, [UInt8]?)]
    )
    func given(range: Range<Int64>, expected: [UInt8]?) {
        var shared = SharedPieces()
        shared.add([UInt8](10..<20), of: 10..<20)
        shared.add([UInt8](30..<40), of: 30..<40)
        #expect(shared.piece(range, as: [UInt8].self) == expected)
    }

    @Test("The oldest piece goes first, and all go at once")
    func bounded() {
        var shared = SharedPieces()
        for start in 0...SharedPieces.maximumPieces {
            shared.add([UInt8(start)], of: Int64(start)..<Int64(start) + 1)
        }
        #expect(shared.piece(0..<1, as: [UInt8].self) == nil)
        #expect(shared.piece(1..<2, as: [UInt8].self) == [1])
        shared.removeAll()
        #expect(shared.piece(1..<2, as: [UInt8].self) == nil)
    }
}
