import SliceCache
import Testing

@Suite("CRC-32C")
struct CRC32CTests {
    @Test(
        "The vectors of RFC 3720, B.4",
        arguments: [
            ([UInt8](repeating: 0, count: 32), UInt32(0x8A91_36AA)), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
            (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C),
            (Array("123456789".utf8), 0xE306_9283), ([], 0),
        ] as [([UInt8], UInt32)]
    )
    func vectors(bytes: [UInt8], value: UInt32) {
        var sum = CRC32C()
        sum.add(bytes)
        #expect(sum.value == value)
    }

    @Test("Bytes may come in any pieces", arguments: 1...17)
    func pieces(length: Int) {
        let bytes = CacheBench.bytes(100)
        var whole = CRC32C()
        whole.add(bytes)
        var pieces = CRC32C()
        for start in stride(from: 0, to: 100, by: length) { pieces.add(bytes[start..<min(100, start + length)]) }
        #expect(pieces == whole)
    }

    @Test("Tables and the processor's instruction agree, from any place in memory", arguments: 0..<9)
    func tables(offset: Int) {
        let bytes = CacheBench.bytes(70_000)
        for length in [0, 1, 7, 8, 9, 4_095, 65_536] {
            var (own, tables) = (CRC32C(), CRC32C())
            bytes[offset..<offset + length].withUnsafeBytes {
                own.add($0)
                tables.addByTables($0)
            }
            #expect(own == tables)
        }
    }
}
