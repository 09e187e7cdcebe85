/// How samples are written in a file, and how they become 16-bit ones.
enum SampleCoding: Hashable, Sendable {
    case unsigned8, signed16, signed24, signed32
    case aLaw, muLaw

    /// The bytes of one sample.
    var sampleBytes: Int {
        switch self {
        case .unsigned8, .aLaw, .muLaw: 1
        case .signed16: 2
        case .signed24: 3
        case .signed32: 4
        }
    }

    /// The samples of whole frames; of samples longer than 16 bits the lower ones are left out.
    func samples(of bytes: ArraySlice<UInt8>) -> [Int16] {
        switch self {
        case .unsigned8: Self.map(bytes) { (Int16($0) - 128) << 8 }
        case .aLaw: Self.map(bytes, with: G711.aLaw)
        case .muLaw: Self.map(bytes, with: G711.muLaw)
        case .signed16, .signed24, .signed32: highHalves(of: bytes)
        }
    }

    private static func map(_ bytes: ArraySlice<UInt8>, with table: [Int16]) -> [Int16] {
        table.withUnsafeBufferPointer { table in map(bytes) { table[Int($0)] } }
    }

    private static func map(_ bytes: ArraySlice<UInt8>, _ sample: (UInt8) -> Int16) -> [Int16] {
        bytes.withUnsafeBufferPointer { $0.map(sample) }
    }

    /// Little-endian: a sample's two highest bytes come last.
    private func highHalves(of bytes: ArraySlice<UInt8>) -> [Int16] {
        let stride = sampleBytes
        return bytes.withUnsafeBufferPointer { bytes in
            [Int16](unsafeUninitializedCapacity: bytes.count / stride) { samples, count in
                var index = stride - 2
                for place in 0..<bytes.count / stride {
                    samples[place] = Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8)
                    index += stride
                }
                count = bytes.count / stride
            }
        }
    }
}
