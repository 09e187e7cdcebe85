import Foundation
import Testing

/// A WAV file that is made for a test, right in everything that a test does not make wrong.
struct SampleWAV {
    enum Coding: String, CaseIterable, CustomTestStringConvertible {
        case pcm8, pcm16, pcm24, pcm32, aLaw, muLaw

        var testDescription: String { rawValue }

        var tag: Int {
            switch self {
            case .pcm8, .pcm16, .pcm24, .pcm32: 1
            case .aLaw: 6
            case .muLaw: 7
            }
        }

        var sampleBytes: Int {
            switch self {
            case .pcm8, .aLaw, .muLaw: 1
            case .pcm16: 2
            case .pcm24: 3
            case .pcm32: 4
            }
        }

        /// A sample from -1 to 1 as it is written.
        func bytes(of sample: Double) -> [UInt8] {
            switch self {
            case .pcm8: return [UInt8(clamping: Int((sample * 127).rounded()) + 128)]
            case .pcm16, .pcm24, .pcm32:
                let number = Int((sample * Double(1 << (8 * sampleBytes - 1) - 1)).rounded())
                return (0..<sampleBytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
            case .aLaw: return [Companding.aLaw(Int((sample * 32_767).rounded()))]
            case .muLaw: return [Companding.muLaw(Int((sample * 32_767).rounded()))]
            }
        }
    }

    var coding = Coding.pcm16
    var sampleRateHz = 8_000
    /// The samples of each channel.
    var channels: [[Double]]
    var isExtensible = false
    /// What the `data` chunk says of its size; `nil`: the truth.
    var statedDataBytes: UInt32?
    /// What the file says of its own size; `nil`: the truth.
    var statedFileBytes: UInt32?
    /// Chunks between format and samples.
    var chunksBefore: [(name: String, bytes: [UInt8])] = []
    var chunksAfter: [(name: String, bytes: [UInt8])] = []

    /// A sine of a known amplitude for each channel.
    static func sine(
        _ coding: Coding = .pcm16,
        amplitudes: [Double],
        frames: Int = 8_000,
        hertz: Double = 440
    ) -> SampleWAV {
        SampleWAV(
            coding: coding,
            channels: amplitudes.map { amplitude in
                (0..<frames).map { amplitude * sin(2 * .pi * hertz * Double($0) / 8_000) }
            }
        )
    }

    var bytes: [UInt8] {
        var body = Array("WAVE".utf8) + Self.chunk("fmt ", format)
        for chunk in chunksBefore { body += Self.chunk(chunk.name, chunk.bytes) }
        var data: [UInt8] = []
        for frame in channels[0].indices {
            for channel in channels { data += coding.bytes(of: channel[frame]) }
        }
        body += Self.chunk("data", data, statedBytes: statedDataBytes)
        for chunk in chunksAfter { body += Self.chunk(chunk.name, chunk.bytes) }
        return Array("RIFF".utf8) + Self.number(Int(statedFileBytes ?? UInt32(body.count)), 4) + body
    }

    private var format: [UInt8] {
        let frameBytes = coding.sampleBytes * channels.count
        var format = Self.number(isExtensible ? 0xFFFE : coding.tag, 2) + Self.number(channels.count, 2)
        format += Self.number(sampleRateHz, 4) + Self.number(sampleRateHz * frameBytes, 4)
        format += Self.number(frameBytes, 2) + Self.number(coding.sampleBytes * 8, 2)
        guard isExtensible else { return format }
        format += Self.number(22, 2) + Self.number(coding.sampleBytes * 8, 2) + Self.number(3, 4)
        format += Self.number(coding.tag, 2)
        return format + [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    }

    static func chunk(_ name: String, _ bytes: [UInt8], statedBytes: UInt32? = nil) -> [UInt8] {
        let padding: [UInt8] = bytes.count % 2 == 0 ? [] : [0]
        return Array(name.utf8) + number(Int(statedBytes ?? UInt32(bytes.count)), 4) + bytes + padding
    }

    static func number(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}

/// Compresses as a telephone line does, written from the definition's other direction: thresholds rather than tables.
enum Companding {
    static func muLaw(_ sample: Int) -> UInt8 {
        let magnitude = min(abs(sample), 32_635) + 132
        let segment = max(0, Int.bitWidth - 1 - magnitude.leadingZeroBitCount - 7)
        let place = magnitude >> (segment + 3) & 0xF
        return ~UInt8((sample < 0 ? 0x80 : 0) | segment << 4 | place)
    }

    static func aLaw(_ sample: Int) -> UInt8 {
        // Negative steps begin one below zero.
        let magnitude = min(sample < 0 ? -sample - 1 : sample, 32_767)
        let segment = magnitude < 256 ? 0 : Int.bitWidth - 1 - magnitude.leadingZeroBitCount - 7
        let place = magnitude >> (segment == 0 ? 4 : segment + 3) & 0xF
        return UInt8((sample < 0 ? 0 : 0x80) | segment << 4 | place) ^ 0x55
    }
}
