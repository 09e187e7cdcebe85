import Sharing
import Testing
import Waveform

@Suite("Waveforms")
struct WaveformTests {
    /// Random 8-bit samples as a mono WAV, and their values in 127ths.
    private func noise(_ count: Int, seed: UInt64) -> (bytes: [UInt8], values: [Int8]) {
        var generator = SeededGenerator(seed: seed)
        var wav = SampleWAV(coding: .muLaw, channels: [Array(repeating: 0, count: count)]).bytes
        // Mostly quiet, so that extremes are rare.
        let bytes = (0..<count).map { _ -> UInt8 in
            let isLoud = UInt8.random(in: .min ... .max, using: &generator) == 0
            return UInt8.random(in: 0..<16, using: &generator) << (isLoud ? 0 : 4) | (isLoud ? 0 : 0x0F)
        }
        wav.replaceSubrange(44..<44 + count, with: bytes)
        let values = bytes.map { byte -> Int8 in
            let one = SampleWAV(coding: .muLaw, channels: [[0]]).bytes.dropLast(2) + [byte, 0]
            return (try? Waveform.whole(Array(one)).extent(ofChannel: 0).lowerBound) ?? 0
        }
        return (wav, values)
    }

    private func peaks(_ values: [Int8], count: Int) -> [Int8] {
        (0..<count).flatMap { part -> [Int8] in
            let range = values.count * part / count..<values.count * (part + 1) / count
            return [values[range].min() ?? 0, values[range].max() ?? 0]
        }
    }

    @Test(
        "Up to the resolution that is kept, peaks are those of the samples",
        arguments: [1, 2, 3, 99, 2_000, 4_095, 4_096]
    )
    func exact(frames: Int) throws {
        let (bytes, values) = noise(frames, seed: UInt64(frames))
        let waveform = try Waveform.whole(bytes)
        for count in [1, 2, 7, 50, 1_000, 2_000] {
            let expected = peaks(values, count: min(count, frames))
            #expect(waveform.peakCount(atMost: count) == min(count, frames))
            #expect(waveform.peaks(ofChannel: 0, count: count) == expected, "\(count)")
        }
    }

    @Test(
        "Of longer audio no extreme is lost, nor moved further than a kept piece",
        arguments: [4_097, 20_000, 70_001]
    )
    func long(frames: Int) throws {
        let (bytes, values) = noise(frames, seed: UInt64(frames))
        let waveform = try Waveform.whole(bytes)
        let pieceFrames = [2, 4, 8, 16, 32].first { frames <= $0 * 4_096 } ?? 0
        for count in [50, 1_000, 2_000] {
            let found = waveform.peaks(ofChannel: 0, count: count)
            for part in 0..<count {
                let range = frames * part / count..<frames * (part + 1) / count
                let around = values[
                    max(0, range.lowerBound - pieceFrames)..<min(frames, range.upperBound + pieceFrames)
                ]
                let low = found[part * 2]
                let high = found[part * 2 + 1]
                #expect(low <= values[range].min() ?? 0 && low >= around.min() ?? 0)
                #expect(high >= values[range].max() ?? 0 && high <= around.max() ?? 0)
            }
        }
    }

    @Test("However the bytes are cut, the waveform is the same", arguments: SampleWAV.Coding.allCases)
    func pieces(coding: SampleWAV.Coding) throws {
        var wav = SampleWAV.sine(coding, amplitudes: [0.9, 0.3], frames: 700, hertz: 333)
        wav.chunksBefore = [("LIST", Array(repeating: 7, count: 33))]
        wav.chunksAfter = [("LIST", Array(repeating: 7, count: 9))]
        let bytes = wav.bytes
        let whole = try Waveform.whole(bytes)
        for size in Array(1...70) + [127, 128, 1_000, bytes.count - 1] {
            #expect(try Waveform.whole(bytes, pieceBytes: size) == whole, "\(size)")
        }
    }

    @Test("What is kept of a waveform is read as it was; anything else is not read")
    func bytes() throws {
        let waveform = try Waveform.whole(SampleWAV.sine(amplitudes: [0.5, 0.1], frames: 20_000).bytes)
        let bytes = waveform.bytes
        #expect(bytes.count < 17_000)
        #expect(Waveform(bytes: bytes) == waveform)
        for count in Array(0..<64) + [bytes.count - 2, bytes.count - 1] {
            #expect(Waveform(bytes: bytes.prefix(count)) == nil)
        }
        #expect(Waveform(bytes: bytes + [0]) == nil)
        var generator = SeededGenerator(seed: 79)
        for _ in 0..<2_000 {
            var damaged = bytes
            damaged[Int.random(in: 0..<25, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
            guard let read = Waveform(bytes: damaged) else { continue }
            #expect(read.peaks(ofChannel: 0, count: 100).count <= 200)
        }
    }

    @Test(
        "Other kinds of files are told apart",
        arguments: [
            ("OggS\0\u{2}\0\0\0\0\0\0\0\0", WaveformError.unsupported), ("fLaC\0\0\0\u{22}aaaaaaaaaa", .unsupported),
            ("\0\0\0\u{20}ftypM4A \0\0\0\0", .unsupported), ("RF64aaaaWAVEds64", .unsupported),
            ("<html><body>Access denied</body></html>", .unsupported), ("", .truncated), ("short", .truncated),
        ]
    )
    func otherKinds(text: String, error: WaveformError) {
        #expect(throws: error) { try Waveform.whole(Array(text.utf8)) }
    }
}
