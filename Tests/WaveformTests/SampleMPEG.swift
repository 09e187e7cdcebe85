import Testing

/// Frames of MPEG audio that are made for a test: silent ones, whose every bit behind the header is zero.
enum SampleMPEG {
    struct Kind: CustomTestStringConvertible, Sendable {
        let name: String
        /// The header, and the frame's length that it tells.
        let header: [UInt8]
        let frameBytes: Int
        let samplesPerFrame: Int
        let sampleRateHz: Int
        let channelCount: Int

        var testDescription: String { name }

        func frames(_ count: Int) -> [UInt8] {
            (0..<count).flatMap { _ in header + Array(repeating: 0, count: frameBytes - header.count) }
        }
    }

    static let kinds = [
        Kind(
            name: "MPEG-1 layer 3, 44.1 kHz stereo",
            header: [0xFF, 0xFB, 0x90, 0x00],
            frameBytes: 417,
            samplesPerFrame: 1_152,
            sampleRateHz: 44_100,
            channelCount: 2
        ),
        Kind(
            name: "MPEG-1 layer 3, 48 kHz mono",
            header: [0xFF, 0xFB, 0x54, 0xC0],
            frameBytes: 192,
            samplesPerFrame: 1_152,
            sampleRateHz: 48_000,
            channelCount: 1
        ),
        Kind(
            name: "MPEG-2 layer 3, 16 kHz mono",
            header: [0xFF, 0xF3, 0x48, 0xC0],
            frameBytes: 144,
            samplesPerFrame: 576,
            sampleRateHz: 16_000,
            channelCount: 1
        ),
        Kind(
            name: "MPEG-2.5 layer 3, 8 kHz mono",
            header: [0xFF, 0xE3, 0x28, 0xC0],
            frameBytes: 144,
            samplesPerFrame: 576,
            sampleRateHz: 8_000,
            channelCount: 1
        ),
        Kind(
            name: "MPEG-1 layer 2, 48 kHz stereo",
            header: [0xFF, 0xFD, 0x84, 0x00],
            frameBytes: 384,
            samplesPerFrame: 1_152,
            sampleRateHz: 48_000,
            channelCount: 2
        ),
    ]
}
