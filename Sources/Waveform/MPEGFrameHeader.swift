/// The four bytes that each frame of MPEG audio begins with, as far as they tell its length and what the stream is made of.
///
/// Source: ISO/IEC 11172-3, 2.4.1.3 and 2.4.2.3; ISO/IEC 13818-3 for the lower sampling rates; version 2.5 is Fraunhofer's extension of it.
struct MPEGFrameHeader: Hashable, Sendable {
    /// What all frames of one stream have in common.
    struct Stream: Hashable, Sendable {
        let version: Version
        /// 1, 2 or 3.
        let layer: Int
        let sampleRateHz: Int
    }

    enum Version: Hashable, Sendable {
        case one, two, twoAndHalf
    }

    static let bytes = 4

    let stream: Stream
    /// From this header to the next one.
    let lengthBytes: Int

    /// Bits a second by layer, for version 1 and for the others; 0 stands for what is not permitted, or not told ("free format").
    private static let kilobits: [[Int]] = [
        [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448, 0],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 0],
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256, 0],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
    ]

    private static let sampleRatesHz = [44_100, 48_000, 32_000]

    /// Reads the header at the beginning of `bytes`; `nil` when there is none, or one that does not tell its frame's length.
    ///
    /// AAC in ADTS has the same first bits, and layer 0, which MPEG audio has not.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.bytes else { return nil }
        let first = bytes.startIndex
        let (sync, kind, rates) = (bytes[first], bytes[first + 1], bytes[first + 2])
        guard sync == 0xFF, kind & 0xE0 == 0xE0 else { return nil }
        let version: Version
        switch kind >> 3 & 3 {
        case 0: version = .twoAndHalf
        case 2: version = .two
        case 3: version = .one
        default: return nil
        }
        let layer = 4 - Int(kind >> 1 & 3)
        let rateIndex = Int(rates >> 2 & 3)
        guard layer < 4, rateIndex < 3, bytes[first + 3] & 3 != 2 else { return nil }
        let sampleRateHz = Self.sampleRatesHz[rateIndex] / (version == .one ? 1 : version == .two ? 2 : 4)
        let kilobits = Self.kilobits[layer - 1 + (version == .one ? 0 : 3)][Int(rates >> 4)]
        guard kilobits > 0 else { return nil }
        let padding = Int(rates >> 1 & 1)
        let bitsPerSecond = kilobits * 1_000
        switch layer {
        case 1: lengthBytes = (12 * bitsPerSecond / sampleRateHz + padding) * 4
        case 3 where version != .one: lengthBytes = 72 * bitsPerSecond / sampleRateHz + padding
        default: lengthBytes = 144 * bitsPerSecond / sampleRateHz + padding
        }
        stream = Stream(version: version, layer: layer, sampleRateHz: sampleRateHz)
    }
}
