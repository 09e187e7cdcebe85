import DubberSimulator
import Testing
import Waveform

@Suite("Waveforms of the example recordings")
struct ExampleWaveformTests {
    private static let all = (try? ExampleRecordings().all) ?? []

    private func waveform(_ file: String) throws -> Waveform {
        let example = try #require(try ExampleRecordings()[file: file])
        return try Waveform.whole(Array(example.data))
    }

    @Test("Each has its channels and its length", arguments: all.map(\.file))
    func lengths(file: String) throws {
        let example = try #require(try ExampleRecordings()[file: file])
        let waveform = try Waveform.whole(Array(example.data), pieceBytes: 64 << 10)
        #expect(waveform.channelCount == example.channels)
        #expect(waveform.sampleRateHz == 8_000)
        let excess = waveform.durationMilliseconds - Int64(example.durationSeconds) * 1_000
        // Of an MP3 that does not say what its encoder added, that is part of it: less than half a second.
        let permitted = file.hasSuffix(".wav") || example.codec == "mp3-vbr-xing" ? 0..<1 : Int64(0)..<499
        #expect(permitted.contains(excess), "\(excess) ms")
    }

    @Test("An MP3 and a WAV of one conversation look alike")
    func alike() throws {
        let pcm = try waveform("delivery.wav").peaks(ofChannel: 0, count: 40)
        let mp3 = try waveform("delivery.mp3").peaks(ofChannel: 0, count: 40)
        let differences = zip(pcm, mp3).map { abs(Int($0) - Int($1)) }
        #expect(differences.reduce(0, +) / differences.count < 3)
        #expect(pcm.max() ?? 0 > 20)
    }

    @Test("µ-law and A-law of one voicemail look the same")
    func laws() throws {
        let muLaw = try waveform("voicemail-ulaw.wav").peaks(ofChannel: 0, count: 500)
        let aLaw = try waveform("voicemail-alaw.wav").peaks(ofChannel: 0, count: 500)
        #expect(zip(muLaw, aLaw).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
    }

    @Test(
        "In a stereo conversation one party is silent while the other speaks",
        arguments: [
            "delivery-stereo.wav", "garage-booking-ulaw-stereo.wav", "delivery-alaw-stereo.wav",
            "garage-booking-stereo.mp3", "order-enquiry-stereo.mp3",
        ]
    )
    func legs(file: String) throws {
        let waveform = try waveform(file)
        let (left, right) = (waveform.peaks(ofChannel: 0, count: 200), waveform.peaks(ofChannel: 1, count: 200))
        let loud = 20
        let pairs = stride(from: 1, to: 400, by: 2).map { (Int(left[$0]) > loud, Int(right[$0]) > loud) }
        #expect(pairs.count { $0.0 && !$0.1 } > 20)
        #expect(pairs.count { $0.1 && !$0.0 } > 20)
        #expect(pairs.count { $0.0 && $0.1 } < 20)
    }

    @Test("Silence is flat")
    func silence() throws {
        #expect(try waveform("silence.mp3").extent(ofChannel: 0) == 0...0)
    }

    @Test(
        "However an MP3 is cut, its waveform is the same",
        arguments: ["delivery.mp3", "garage-booking-stereo.mp3", "greeting.mp3"]
    )
    func pieces(file: String) throws {
        let bytes = Array(try #require(try ExampleRecordings()[file: file]).data.prefix(20_000))
        let whole = try Waveform.whole(bytes)
        for size in [1, 2, 3, 7, 31, 100, 417, 418, 1_000, 4_096, 16_384, 19_999] {
            #expect(try Waveform.whole(bytes, pieceBytes: size) == whole, "\(size)")
        }
    }

    @Test("A tag before and after an MP3 changes nothing")
    func tags() throws {
        let bytes = Array(try #require(try ExampleRecordings()[file: "greeting.mp3"]).data)
        let whole = try Waveform.whole(bytes)
        // An ID3v2 tag of 128 × 1024 bytes of padding, and an ID3v1 tag.
        let before = Array("ID3\u{4}\0\0".utf8) + [0, 8, 0, 0] + Array(repeating: 0, count: 131_072)
        let after = Array("TAG".utf8) + Array(repeating: 0x20, count: 125)
        #expect(try Waveform.whole(before + bytes + after, pieceBytes: 10_000) == whole)
    }
}
