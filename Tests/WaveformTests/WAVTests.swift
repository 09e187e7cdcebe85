import Testing
import Waveform

@Suite("WAV files")
struct WAVTests {
    private func isNear(_ value: Int8, _ expected: Double) -> Bool {
        abs(Double(value) - expected * 127) <= 2
    }

    @Test("A sine has its amplitude in each leg, in every coding", arguments: SampleWAV.Coding.allCases, [1, 2])
    func amplitudes(coding: SampleWAV.Coding, channelCount: Int) throws {
        let amplitudes = Array([0.5, 0.25].prefix(channelCount))
        let waveform = try Waveform.whole(SampleWAV.sine(coding, amplitudes: amplitudes, frames: 12_345).bytes)
        #expect(waveform.channelCount == channelCount)
        #expect(waveform.sampleRateHz == 8_000)
        #expect(waveform.frameCount == 12_345)
        #expect(waveform.durationMilliseconds == 1_543)
        for (channel, amplitude) in amplitudes.enumerated() {
            let peaks = waveform.peaks(ofChannel: channel, count: 100)
            #expect(peaks.count == 200)
            for index in stride(from: 0, to: 200, by: 2) {
                #expect(isNear(peaks[index], -amplitude), "\(peaks[index])")
                #expect(isNear(peaks[index + 1], amplitude), "\(peaks[index + 1])")
            }
        }
    }

    @Test("An extensible format is the same as the plain one", arguments: SampleWAV.Coding.allCases)
    func extensible(coding: SampleWAV.Coding) throws {
        var wav = SampleWAV.sine(coding, amplitudes: [0.5, 0.1], frames: 1_000)
        let plain = try Waveform.whole(wav.bytes)
        wav.isExtensible = true
        #expect(try Waveform.whole(wav.bytes) == plain)
    }

    @Test(
        "Sizes that were never written, or are too large, end with the file",
        arguments: [
            (UInt32.max, UInt32.max), (0, 0), (0, 36), (0, .max), (.max, 0), (0x7FFF_F000, 0x7FFF_F024),
            (100_000, 100_036), (0, 2_036), (0, 2_100), (0, 50_000_000),
        ]
    )
    func unknownSizes(data: UInt32, file: UInt32) throws {
        var wav = SampleWAV.sine(amplitudes: [0.5], frames: 1_000)
        let plain = try Waveform.whole(wav.bytes)
        wav.statedDataBytes = data
        wav.statedFileBytes = file
        #expect(try Waveform.whole(wav.bytes) == plain)
    }

    @Test("Other chunks are passed over, those of odd length with their padding")
    func otherChunks() throws {
        var wav = SampleWAV.sine(.muLaw, amplitudes: [0.5], frames: 1_001)
        let plain = try Waveform.whole(wav.bytes)
        wav.chunksBefore = [("fact", [1, 2, 3, 4]), ("LIST", Array(repeating: 7, count: 33)), ("junk", [])]
        wav.chunksAfter = [("LIST", Array(repeating: 0, count: 501))]
        #expect(try Waveform.whole(wav.bytes) == plain)
    }

    @Test("A frame that is cut off at the end is left out")
    func cutFrame() throws {
        let wav = SampleWAV.sine(.pcm24, amplitudes: [0.5, 0.5], frames: 100).bytes
        #expect(try Waveform.whole(wav.dropLast(5)).frameCount == 99)
        #expect(try Waveform.whole(wav.dropLast(6)).frameCount == 99)
        #expect(try Waveform.whole(wav.dropLast(7)).frameCount == 98)
    }

    @Test("Samples of one channel that run to full scale are 127 both ways")
    func fullScale() throws {
        let wav = SampleWAV(channels: [[1, -1, 0]]).bytes
        #expect(try Waveform.whole(wav).peaks(ofChannel: 0, count: 3) == [127, 127, -127, -127, 0, 0])
    }

    /// A format chunk's field that a test sets: its offset in the file, its length and what it becomes.
    struct Change: CustomTestStringConvertible, Sendable {
        let what: String
        let offset: Int
        let bytes: [UInt8]
        let error: WaveformError

        var testDescription: String { what }
    }

    @Test(
        "What the format says wrongly is told as one error",
        arguments: [
            Change(what: "float", offset: 20, bytes: [3, 0], error: .unsupported),
            Change(what: "MP3 in WAV", offset: 20, bytes: [0x55, 0], error: .unsupported),
            Change(what: "ADPCM", offset: 20, bytes: [2, 0], error: .unsupported),
            Change(what: "no channels", offset: 22, bytes: [0, 0], error: .damaged),
            Change(what: "three channels", offset: 22, bytes: [3, 0], error: .unsupported),
            Change(what: "no sample rate", offset: 24, bytes: [0, 0, 0, 0], error: .damaged),
            Change(what: "absurd sample rate", offset: 24, bytes: [0xFF, 0xFF, 0xFF, 0xFF], error: .damaged),
            Change(what: "frame of another size", offset: 32, bytes: [3, 0], error: .damaged),
            Change(what: "12 bits", offset: 34, bytes: [12, 0], error: .unsupported),
            Change(what: "extensible without its part", offset: 20, bytes: [0xFE, 0xFF], error: .damaged),
            Change(what: "format too short", offset: 16, bytes: [2, 0, 0, 0], error: .damaged),
            Change(what: "format too long", offset: 16, bytes: [0, 0, 1, 0], error: .damaged),
            Change(what: "samples before the format", offset: 12, bytes: Array("data".utf8), error: .damaged),
            Change(what: "not WAVE", offset: 8, bytes: Array("AVI ".utf8), error: .unsupported),
        ]
    )
    func wrongFormats(change: Change) {
        var bytes = SampleWAV.sine(amplitudes: [0.5], frames: 100).bytes
        bytes.replaceSubrange(change.offset..<change.offset + change.bytes.count, with: change.bytes)
        #expect(throws: change.error) { try Waveform.whole(bytes) }
    }

    @Test("A file that ends before its samples begin is truncated")
    func truncated() {
        let bytes = SampleWAV.sine(amplitudes: [0.5], frames: 10).bytes
        for count in 0..<44 {
            #expect(throws: WaveformError.truncated) { try Waveform.whole(Array(bytes.prefix(count))) }
        }
        for count in [44, 45] {
            #expect(throws: WaveformError.noAudio) { try Waveform.whole(Array(bytes.prefix(count))) }
        }
    }

    @Test("No samples, by a size that is believed since the file goes on, are no audio")
    func empty() {
        var wav = SampleWAV(channels: [[]])
        wav.chunksAfter = [("LIST", Array(repeating: 1, count: 100))]
        #expect(throws: WaveformError.noAudio) { try Waveform.whole(wav.bytes) }
    }

    @Test(
        "A size that was never written, of samples that look like a chunk's name, ends with the file",
        arguments: ["LIST", "AAAA"]
    )
    func printableSamples(name: String) throws {
        // As unsigned 8-bit samples: printable characters, then what would be a size far beyond the file.
        var wav = SampleWAV(coding: .pcm8, channels: [Array(repeating: 0, count: 100)])
        wav.statedDataBytes = 0
        var bytes = wav.bytes
        bytes.replaceSubrange(44..<48, with: Array(name.utf8))
        #expect(try Waveform.whole(bytes).frameCount == 100)
    }

    @Test("Recordings beyond a limit are refused, those at it are not")
    func limits() throws {
        let bytes = SampleWAV.sine(.muLaw, amplitudes: [0.5], frames: 15_999).bytes
        var limits = WaveformLimits()
        limits.maximumBytes = Int64(bytes.count)
        limits.maximumDurationSeconds = 2
        _ = try Waveform.whole(bytes, limits: limits)
        limits.maximumBytes -= 1
        #expect(throws: WaveformError.tooManyBytes) { try Waveform.whole(bytes, limits: limits) }
        let longer = SampleWAV.sine(.muLaw, amplitudes: [0.5], frames: 16_001).bytes
        limits.maximumBytes = .max
        #expect(throws: WaveformError.tooLong) { try Waveform.whole(longer, limits: limits) }
    }
}
