import SliceCache
import Testing

@Suite("Filling slices")
struct SliceFillTests {
    private let audio = CacheBench.bytes(10)

    private func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum = CRC32C()
        sum.add(bytes)
        return sum.value
    }

    @Test("However the bytes come, each slice gets its own checksum", arguments: 1...11)
    func pieces(length: Int) {
        var map = SliceMap(sizeBytes: 10, sliceBytes: 4)
        var fill = SliceFill(at: 0, in: map)
        var complete: [Int: UInt32] = [:]
        for start in stride(from: 0, to: 10, by: length) {
            for step in fill.wrote(audio[start..<min(10, start + length)]) {
                map.set(step.standing, of: step.slice)
                if let checksum = step.checksum { complete[step.slice] = checksum }
            }
        }
        #expect(map.isComplete)
        #expect(complete == [0: checksum(audio[0..<4]), 1: checksum(audio[4..<8]), 2: checksum(audio[8..<10])])
    }

    @Test("A fill goes on where another one broke off", arguments: [Int64(1), 2, 3, 5, 7, 9])
    func resumed(position: Int64) {
        var map = SliceMap(sizeBytes: 10, sliceBytes: 4)
        var first = SliceFill(at: 0, in: map)
        for step in first.wrote(audio[..<Int(position)]) { map.set(step.standing, of: step.slice) }
        var second = SliceFill(at: position, in: map)
        let steps = second.wrote(audio[Int(position)...])
        let slice = Int(position / 4)
        #expect(steps.first?.checksum == checksum(audio[slice * 4..<min(10, slice * 4 + 4)]))
        #expect(second.position == 10)
    }
}
