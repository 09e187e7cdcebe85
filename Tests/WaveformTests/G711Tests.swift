import Foundation
import Testing
import Waveform

@Suite("Companding laws")
struct G711Tests {
    /// Decodes one byte by way of a WAV file of one sample.
    private func sample(_ coding: SampleWAV.Coding, _ byte: UInt8) throws -> Int8 {
        var wav = SampleWAV(coding: coding, channels: [[0]]).bytes
        wav[44] = byte
        let peaks = try Waveform.whole(wav).peaks(ofChannel: 0, count: 1)
        #expect(peaks[0] == peaks[1])
        return peaks[0]
    }

    @Test(
        "Values from the tables of G.711, in 127ths of full scale",
        arguments: [
            // µ-law: the greatest 8031 of 8192, the smallest, and the middle of the first steps of segments 7 and 6.
            (SampleWAV.Coding.muLaw, UInt8(0x80), 32_124), (.muLaw, 0x00, -32_124), (.muLaw, 0xFF, 0),
            (.muLaw, 0x7F, 0),
            (.muLaw, 0x8F, 16_764), (.muLaw, 0x0F, -16_764), (.muLaw, 0x9F, 8_316), (.muLaw, 0xA0, 7_932),
            // A-law: the greatest 4032 of 4096, and the first steps of segments 7 and 6.
            (.aLaw, 0xAA, 32_256), (.aLaw, 0x2A, -32_256), (.aLaw, 0xD5, 8), (.aLaw, 0x55, -8), (.aLaw, 0xA5, 16_896),
            (.aLaw, 0x25, -16_896), (.aLaw, 0xB5, 8_448), (.aLaw, 0x80, 5_504),
        ]
    )
    func tables(coding: SampleWAV.Coding, byte: UInt8, expected: Int) throws {
        let scaled = (Double(expected) * 127 / 32_767).rounded()
        #expect(Double(try sample(coding, byte)) == scaled)
    }

    @Test(
        "The digital milliwatt is 1 kHz at 0 dBm0",
        arguments: [
            (SampleWAV.Coding.aLaw, [0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4] as [UInt8], 3.14),
            (.muLaw, [0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E], 3.17),
        ]
    )
    func milliwatt(coding: SampleWAV.Coding, sequence: [UInt8], overloadDecibels: Double) throws {
        // Source: G.711, tables 5 and 6; a full-scale sine is 3.14 and 3.17 dBm0.
        let samples = try sequence.map { Double(try sample(coding, $0)) / 127 }
        let power = samples.map { $0 * $0 }.reduce(0, +) / 8
        #expect(abs(10 * log10(0.5 / power) - overloadDecibels) < 0.15)
        let sine = (0..<8).map { -sqrt(2 * power) * sin(.pi / 4 * (Double($0) + 0.5)) }
        for (sample, expected) in zip(samples, sine) { #expect(abs(sample - expected) < 0.02) }
    }

    @Test("A byte and its opposite sign are equally far from zero", arguments: [SampleWAV.Coding.aLaw, .muLaw])
    func symmetry(coding: SampleWAV.Coding) throws {
        for byte in UInt8(0)...127 {
            let positive = try sample(coding, byte | 0x80)
            let negative = try sample(coding, byte)
            #expect(positive == -negative)
            #expect(positive >= 0)
        }
    }
}
