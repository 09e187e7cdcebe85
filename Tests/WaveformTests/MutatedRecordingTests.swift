import DubberSimulator
import Sharing
import Testing
import Waveform

/// Damaged recordings, made by chance from a seed: none may bring the process down, and how they are cut must not matter.
@Suite("Damaged recordings")
struct MutatedRecordingTests {
    private static let perSeed = 2_500

    private static func originals() throws -> [[UInt8]] {
        var wavs = SampleWAV.Coding.allCases.map { SampleWAV.sine($0, amplitudes: [0.5, 0.2], frames: 60) }
        wavs[0].isExtensible = true
        wavs[1].chunksBefore = [("LIST", [1, 2, 3])]
        let examples = try ExampleRecordings()
        let mp3s = ["delivery.mp3", "garage-booking-stereo.mp3", "silence.mp3"].compactMap { examples[file: $0] }
        return wavs.map(\.bytes) + mp3s.map { Array($0.data.prefix(2_500)) }
    }

    private static func mutate(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            guard bytes.count > 8 else { return bytes }
            // Mostly near the beginning, where the descriptions are.
            let limit = Bool.random(using: &generator) ? min(64, bytes.count) : bytes.count
            let place = Int.random(in: 0..<limit, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &generator) ?? 0
            case 2: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &generator)))
            case 4: bytes.insert(contentsOf: bytes.prefix(Int.random(in: 1...20, using: &generator)), at: place)
            default: bytes.removeLast(bytes.count - max(place, 4))
            }
        }
        return bytes
    }

    @Test("20,000 damaged files end in a waveform or an error, the same however they are cut", arguments: UInt64(1)...8)
    func damaged(seed: UInt64) throws {
        let originals = try Self.originals()
        var generator = SeededGenerator(seed: seed)
        var waveforms = 0
        for number in 0..<Self.perSeed {
            let bytes = Self.mutate(originals[number % originals.count], using: &generator)
            let outcome = Waveform.outcome(bytes)
            if case .success(let waveform) = outcome {
                waveforms += 1
                #expect(waveform.frameCount > 0, "seed \(seed), file \(number)")
                #expect(waveform.peaks(ofChannel: 0, count: 50).count <= 100, "seed \(seed), file \(number)")
            }
            let pieces = Waveform.outcome(bytes, pieceBytes: Int.random(in: 1...200, using: &generator))
            #expect(pieces == outcome, "seed \(seed), file \(number)")
        }
        // Neither are all of them beyond repair, nor is damage overlooked.
        #expect(waveforms > Self.perSeed / 4 && waveforms < Self.perSeed * 19 / 20, "\(waveforms)")
    }
}
