import DubberSimulator
import Sharing
import Testing
import Waveform

@Suite("What kind of audio it is")
struct KindTests {
    struct Foreign: CustomTestStringConvertible, Sendable {
        let name: String
        let bytes: [UInt8]

        var testDescription: String { name }
    }

    private static func noise(_ count: Int, seed: UInt64, in range: ClosedRange<UInt8> = .min ... .max) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: range, using: &generator) }
    }

    private static var foreignFiles: [Foreign] {
        // 160 frames of AAC in ADTS, 16 kHz mono, each of 200 bytes.
        let adtsHeader: [UInt8] = [0xFF, 0xF1, 0x60, 0x40, 0x19, 0x1F, 0xFC]
        let adts = (0..<160).flatMap { adtsHeader + noise(193, seed: $0, in: 0...0xFE) }
        let sine = SampleWAV.sine(amplitudes: [0.5], frames: 60_000).bytes
        let wave64: [UInt8] = [
            0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00,
        ]
        let beginnings: [(String, [UInt8])] = [
            ("RIFX", Array("RIFX\0\u{1}\0\0WAVEfmt ".utf8)),
            ("BW64", Array("BW64".utf8) + [255, 255, 255, 255] + Array("WAVEds64".utf8)),
            ("RF64", Array("RF64".utf8) + [255, 255, 255, 255] + Array("WAVEds64".utf8)), ("Wave64", wave64),
            ("AIFF", Array("FORM\0\u{1}\0\0AIFFCOMM".utf8)), ("AIFF-C", Array("FORM\0\u{1}\0\0AIFCFVER".utf8)),
            ("FLAC", Array("fLaC\0\0\0\u{22}".utf8)), ("Ogg", Array("OggS\0\u{2}".utf8)),
            ("MP4", Array("\0\0\0\u{20}ftypM4A ".utf8)), ("AMR", Array("#!AMR\n".utf8)),
            ("AU", Array(".snd\0\0\0\u{18}".utf8)),
            ("WebM", [0x1A, 0x45, 0xDF, 0xA3]), ("ASF", [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]),
            ("WavPack", Array("wvpk".utf8)), ("CAF", Array("caff\0\u{1}".utf8)),
            ("FLAC behind a tag", Array("ID3\u{4}\0\0\0\0\0\0fLaC".utf8)),
            ("raw noise", []),
        ]
        return beginnings.enumerated().map { number, beginning in
            Foreign(name: beginning.0, bytes: beginning.1 + noise(200_000, seed: UInt64(number) + 99))
        } + [
            Foreign(name: "ADTS", bytes: adts),
            Foreign(
                name: "ADTS behind a tag",
                bytes: Array("ID3\u{4}\0\0\0\0\0\u{A}".utf8) + noise(10, seed: 5) + adts
            ),
            Foreign(name: "raw linear samples", bytes: Array(sine[44...])),
            Foreign(name: "raw silence", bytes: Array(repeating: 0xFF, count: 100_000)),
            Foreign(name: "an error page", bytes: Array("<html><body>Access denied</body></html>".utf8)),
        ]
    }

    @Test("What is neither WAV nor MPEG audio is never drawn as noise", arguments: foreignFiles, [Int.max, 1_000])
    func neverNoise(file: Foreign, pieceBytes: Int) {
        #expect(throws: WaveformError.unsupported) { try Waveform.whole(file.bytes, pieceBytes: pieceBytes) }
    }

    @Test("MPEG audio of every layer and version is told, however few frames", arguments: SampleMPEG.kinds, [2, 3, 20])
    func silent(kind: SampleMPEG.Kind, count: Int) throws {
        let bytes = kind.frames(count)
        let waveform = try Waveform.whole(bytes)
        #expect(waveform.sampleRateHz == kind.sampleRateHz)
        #expect(waveform.channelCount == kind.channelCount)
        #expect((count - 1) * kind.samplesPerFrame...count * kind.samplesPerFrame ~= Int(waveform.frameCount))
        #expect(try Waveform.whole(bytes, pieceBytes: 1) == waveform)
    }

    @Test(
        "The rest of a frame, or padding, before the first whole frame is passed over",
        arguments: [1, 100, 1_440, 60_000]
    )
    func junk(count: Int) throws {
        let bytes = Array(try #require(try ExampleRecordings()[file: "greeting.mp3"]).data)
        let whole = try Waveform.whole(bytes)
        #expect(try Waveform.whole(Self.noise(count, seed: 7, in: 0...0xFE) + bytes, pieceBytes: 777) == whole)
        #expect(throws: WaveformError.unsupported) { try Waveform.whole(Self.noise(70_000, seed: 7) + bytes) }
    }

    @Test("A tag with nothing behind it holds no sound")
    func tagAlone() {
        let tag = Array("ID3\u{4}\0\0\0\0\0\u{14}".utf8) + Array(repeating: UInt8(0), count: 20)
        #expect(throws: WaveformError.noAudio) { try Waveform.whole(tag) }
        #expect(throws: WaveformError.noAudio) { try Waveform.whole(tag.dropLast(5)) }
    }

    @Test(
        "Parts of other rates and channels, joined in one file, are drawn one after the other",
        arguments: SampleMPEG.kinds
    )
    func joined(kind: SampleMPEG.Kind) throws {
        let speech = Array(try #require(try ExampleRecordings()[file: "delivery.mp3"]).data)
        let alone = try Waveform.whole(speech)
        let frames = 200
        let joined = try Waveform.whole(kind.frames(frames) + speech)
        #expect(joined.sampleRateHz == kind.sampleRateHz)
        #expect(joined.channelCount == kind.channelCount)
        let silence = frames * kind.samplesPerFrame * 1_000 / kind.sampleRateHz
        let expected = silence + Int(alone.durationMilliseconds)
        #expect(
            abs(Int(joined.durationMilliseconds) - expected) < 300,
            "\(joined.durationMilliseconds), not \(expected)"
        )
        for channel in 0..<kind.channelCount {
            let peaks = joined.peaks(ofChannel: channel, count: 400)
            let quiet = 400 * silence / expected - 4
            #expect(peaks[..<(quiet * 2)].allSatisfy { $0 == 0 })
            // The same sound, wherever it stands.
            #expect(
                abs(Int(joined.extent(ofChannel: channel).upperBound) - Int(alone.extent(ofChannel: 0).upperBound)) <= 2
            )
        }
        // The other way round, the speech comes first and gives its rate.
        let reversed = try Waveform.whole(speech + kind.frames(frames))
        #expect(reversed.sampleRateHz == alone.sampleRateHz)
        #expect(abs(Int(reversed.durationMilliseconds) - expected) < 300)
    }
}
