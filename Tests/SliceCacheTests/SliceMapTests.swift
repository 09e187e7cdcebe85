import SliceCache
import Testing

@Suite("Which bytes of a file can be trusted")
struct SliceMapTests {
    /// Ten bytes in three slices, the last of two bytes.
    private func map(_ standings: [SliceMap.Standing]) -> SliceMap {
        var map = SliceMap(sizeBytes: 10, sliceBytes: 4)
        for (slice, standing) in standings.enumerated() { map.set(standing, of: slice) }
        return map
    }

    private static let half = SliceMap.Standing.partial(filledBytes: 2, checksum: CRC32C())

    @Test(
        "There are as many slices as it takes",
        arguments: [(Int64(0), 0), (1, 1), (3, 1), (4, 1), (5, 2), (8, 2), (9, 3)]
    )
    func sliceCount(size: Int64, count: Int) {
        let map = SliceMap(sizeBytes: size, sliceBytes: 4)
        #expect(map.sliceCount == count)
        #expect((0..<count).reduce(0) { $0 + map.range(of: $1).count } == Int(size))
        #expect(map.isComplete == (size == 0))
    }

    @Test("The last slice ends with the recording, and counts what it has")
    func lastSlice() {
        var map = map([.verified, .missing, .verified])
        #expect(map.range(of: 2) == 8..<10)
        #expect(map.completeBytes == 6)
        map.set(.stored(checksum: 1), of: 1)
        #expect(map.isComplete)
        map.set(Self.half, of: 1)
        #expect(map.completeBytes == 6)
    }

    private typealias Case = (standings: [SliceMap.Standing], offset: Int64, limit: Int64, reading: SliceMap.Reading)

    @Test(
        "What can be read at a byte",
        arguments: [
            ([.verified, .verified, .verified], 0, 10, .available(0..<10)),
            ([.verified, .verified, .verified], 3, 99, .available(3..<10)),
            ([.verified, .verified, .verified], 3, 6, .available(3..<6)),
            ([.verified, half, .verified], 1, 10, .available(1..<6)), ([.verified, half], 5, 10, .available(5..<6)),
            ([.verified, half], 6, 10, .missing), ([.missing, .verified], 0, 10, .missing),
            ([.verified, .stored(checksum: 0)], 0, 10, .available(0..<4)),
            ([.verified, .stored(checksum: 0)], 5, 10, .unverified(slice: 1)),
            ([.verified, .missing], 2, 10, .available(2..<4)), ([half], 0, 1, .available(0..<1)),
        ] as [Case]
    )
    private func reading(example: Case) {
        #expect(map(example.standings).reading(at: example.offset, limit: example.limit) == example.reading)
    }

    private typealias GapCase = (standings: [SliceMap.Standing], offset: Int64, limit: Int64, gap: Range<Int64>)

    @Test(
        "What to fetch for a missing byte",
        arguments: [
            ([.missing], 0, 10, 0..<10), ([.missing], 1, 2, 0..<4),
            ([.missing], 5, 10, 4..<10), ([half], 3, 10, 2..<10), ([half], 3, 4, 2..<4),
            ([.missing, .stored(checksum: 0)], 0, 10, 0..<4), ([.missing, .missing, .verified], 0, 10, 0..<8),
            ([.verified, .verified, .missing], 9, 10, 8..<10),
        ] as [GapCase]
    )
    private func gap(example: GapCase) {
        #expect(map(example.standings).gap(at: example.offset, limit: example.limit) == example.gap)
    }

    @Test("The first missing byte of a range")
    func firstMissing() {
        let map = map([.verified, Self.half, .stored(checksum: 0)])
        #expect(map.firstMissing(in: 0..<10) == 6)
        #expect(map.firstMissing(in: 0..<6) == nil)
        #expect(map.firstMissing(in: 7..<10) == 7)
        #expect(map.firstMissing(in: 8..<99) == nil)
        #expect(map.firstMissing(in: 3..<3) == nil)
    }

    @Test("A range is covered when every slice it touches is complete")
    func covers() {
        let map = map([.verified, Self.half, .stored(checksum: 0)])
        #expect(map.covers(0..<4) && map.covers(9..<10) && map.covers(5..<5))
        #expect(!map.covers(0..<5) && !map.covers(7..<9))
    }

    @Test("the filled ranges join neighbours and count a begun slice as far as it got")
    func filledRanges() {
        var map = SliceMap(sizeBytes: 1_050, sliceBytes: 100)
        #expect(map.filledRanges.isEmpty)
        map.set(.verified, of: 1)
        map.set(.stored(checksum: 1), of: 2)
        map.set(.partial(filledBytes: 30, checksum: CRC32C()), of: 3)
        map.set(.partial(filledBytes: 0, checksum: CRC32C()), of: 5)
        map.set(.verified, of: 10)
        #expect(map.filledRanges == [100..<330, 1_000..<1_050])
    }
}
