/// What a WAV file says of its samples.
///
/// Source: Microsoft, "Multiple Channel Audio Data and WAVE Files" (WAVEFORMATEX, WAVEFORMATEXTENSIBLE); RFC 2361.
struct WAVFormat: Hashable, Sendable {
    let coding: SampleCoding
    let channelCount: Int
    let sampleRateHz: Int

    /// The bytes of one sample of each channel.
    var frameBytes: Int { coding.sampleBytes * channelCount }

    private enum Tag {
        static let pcm = 0x0001
        static let aLaw = 0x0006
        static let muLaw = 0x0007
        static let extensible = 0xFFFE
    }

    /// The tail of a subformat whose head is an ordinary format tag.
    private static let subformatTail: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]

    /// Reads the `fmt ` chunk.
    ///
    /// - Throws: ``WaveformError/damaged`` when it contradicts itself, ``WaveformError/unsupported`` for other codings and more channels.
    init(_ chunk: [UInt8]) throws(WaveformError) {
        guard chunk.count >= 16 else { throw .damaged }
        func number(at offset: Int) -> Int { Int(chunk[offset]) | Int(chunk[offset + 1]) << 8 }
        var tag = number(at: 0)
        let channelCount = number(at: 2)
        let sampleRateHz = number(at: 4) | number(at: 6) << 16
        let frameBytes = number(at: 12)
        let sampleBits = number(at: 14)
        if tag == Tag.extensible {
            guard chunk.count >= 40 else { throw .damaged }
            guard Array(chunk[26..<40]) == Self.subformatTail else { throw .unsupported }
            tag = number(at: 24)
        }
        guard let coding = Self.coding(tag: tag, sampleBits: sampleBits) else { throw .unsupported }
        guard channelCount > 0, AudioBounds.sampleRatesHz.contains(sampleRateHz) else { throw .damaged }
        guard AudioBounds.channelCounts.contains(channelCount) else { throw .unsupported }
        guard frameBytes == coding.sampleBytes * channelCount else { throw .damaged }
        self.coding = coding
        self.channelCount = channelCount
        self.sampleRateHz = sampleRateHz
    }

    private static func coding(tag: Int, sampleBits: Int) -> SampleCoding? {
        switch (tag, sampleBits) {
        case (Tag.pcm, 8): .unsigned8
        case (Tag.pcm, 16): .signed16
        case (Tag.pcm, 24): .signed24
        case (Tag.pcm, 32): .signed32
        case (Tag.aLaw, 8): .aLaw
        case (Tag.muLaw, 8): .muLaw
        default: nil
        }
    }
}
