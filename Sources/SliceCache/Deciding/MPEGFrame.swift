/// The header of a frame of MPEG audio; pure.
///
/// Source: ISO/IEC 11172-3, 2.4.1.3; ISO/IEC 13818-3, 2.4.1.3, and the lower rates known as MPEG 2.5.
struct MPEGFrame: Hashable, Sendable {
    /// No frame is longer: layer II at 384 kbit/s and 32 kHz, padded.
    static let maximumBytes = 1_729

    let lengthBytes: Int

    /// Kilobits a second by the header's index, of MPEG 1 for the layers 1 to 3, then of MPEG 2 for layer 1 and for both others.
    private static let bitrates = [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]
    private static let samplingRates = [44_100, 48_000, 32_000]

    /// Reads four bytes; `nil` when they are no header, or of a frame whose length it does not tell.
    init?(_ bytes: some Collection<UInt8>) {
        let header = Array(bytes)
        guard header.count == 4, header[0] == 0xFF, header[1] & 0xE0 == 0xE0 else { return nil }
        let (version, layerBits) = (header[1] >> 3 & 3, header[1] >> 1 & 3)
        let (rateIndex, samplingIndex) = (Int(header[2] >> 4), Int(header[2] >> 2 & 3))
        guard version != 1, layerBits != 0, (1...14).contains(rateIndex), samplingIndex < 3 else { return nil }
        let layer = 4 - Int(layerBits)
        let isFirstVersion = version == 3
        let table = isFirstVersion ? layer - 1 : layer == 1 ? 3 : 4
        let bitsPerSecond = Self.bitrates[table][rateIndex - 1] * 1_000
        let samplingRate = Self.samplingRates[samplingIndex] / (isFirstVersion ? 1 : version == 2 ? 2 : 4)
        let padding = Int(header[2] >> 1 & 1)
        switch layer {
        case 1: lengthBytes = (12 * bitsPerSecond / samplingRate + padding) * 4
        case 3 where !isFirstVersion: lengthBytes = 72 * bitsPerSecond / samplingRate + padding
        default: lengthBytes = 144 * bitsPerSecond / samplingRate + padding
        }
    }
}
