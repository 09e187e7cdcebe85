/// A flight's place in the file: the slice being filled, how far, and its running checksum; pure.
///
/// The flight that holds it is the only writer of its slice, so the checksum is computed outside of any lock.
package struct SliceFill: Sendable {
    /// A slice's new standing after some bytes were written.
    package struct Step: Hashable, Sendable {
        package let slice: Int
        package let standing: SliceMap.Standing
        /// Set when the slice became complete.
        package let checksum: UInt32?
    }

    package private(set) var position: Int64
    private let sizeBytes: Int64
    private let sliceBytes: Int64
    private let checksumSeed: UInt32
    private var checksum: CRC32C

    /// Begins at a slice's start, or where a partly filled slice of `map` ends.
    package init(at position: Int64, in map: SliceMap) {
        self.position = position
        sizeBytes = map.sizeBytes
        sliceBytes = map.sliceBytes
        checksumSeed = map.checksumSeed
        checksum = CRC32C(seed: checksumSeed)
        guard position % sliceBytes != 0 else { return }
        guard case .partial(let filledBytes, let running) = map[map.slice(at: position)],
            Int64(filledBytes) == position % sliceBytes
        else { preconditionFailure("a fill begins where the slice's bytes end") }
        checksum = running
    }

    /// Takes note of bytes that were written at ``position``.
    package mutating func wrote(_ bytes: ArraySlice<UInt8>) -> [Step] {
        var steps: [Step] = []
        var rest = bytes
        while !rest.isEmpty {
            let slice = position / sliceBytes
            let end = min((slice + 1) * sliceBytes, sizeBytes)
            let piece = rest.prefix(Int(end - position))
            rest = rest.dropFirst(piece.count)
            checksum.add(piece)
            position += Int64(piece.count)
            if position == end {
                steps.append(Step(slice: Int(slice), standing: .verified, checksum: checksum.value))
                checksum = CRC32C(seed: checksumSeed)
            } else {
                let filledBytes = Int(position - slice * sliceBytes)
                let standing = SliceMap.Standing.partial(filledBytes: filledBytes, checksum: checksum)
                steps.append(Step(slice: Int(slice), standing: standing, checksum: nil))
            }
        }
        return steps
    }
}
