import DubberSimulator
import Foundation
import Testing

@Suite("Example recordings")
struct ExampleRecordingsTests {
    private let examples: ExampleRecordings

    init() throws {
        examples = try ExampleRecordings()
    }

    @Test("There are at least 14, from 5 seconds to 10 minutes, in at most 8 MB")
    func extent() {
        #expect(examples.all.count >= 14)
        #expect(examples.all.allSatisfy { (5...600).contains($0.durationSeconds) })
        #expect(examples.all.contains { $0.durationSeconds == 600 })
        #expect(examples.all.reduce(0) { $0 + $1.data.count } <= 8 << 20)
    }

    @Test(
        "Every format occurs, in one channel and in two",
        arguments: ["mp3-cbr", "mp3-vbr", "mp3-vbr-xing", "pcm-s16le", "pcm-mulaw", "pcm-alaw"]
    )
    func formats(codec: String) {
        #expect(Set(examples.all.filter { $0.codec == codec }.map(\.channels)) == [1, 2])
    }

    @Test("A WAV file's header agrees with the manifest about codec, channels and duration")
    func waveHeaders() throws {
        let formatTags: [String: UInt16] = ["pcm-s16le": 1, "pcm-alaw": 6, "pcm-mulaw": 7]
        for example in examples.all where example.contentType == "audio/wav" {
            let data = example.data
            func number(_ offset: Int, bytes: Int) -> UInt32 {
                (0..<bytes).reduce(0) { $0 | UInt32(data[offset + $1]) << (8 * $1) }
            }
            #expect(data.prefix(4) == Data("RIFF".utf8), "\(example.file)")
            #expect(UInt16(number(20, bytes: 2)) == formatTags[example.codec], "\(example.file)")
            #expect(Int(number(22, bytes: 2)) == example.channels, "\(example.file)")
            #expect(number(24, bytes: 4) == 8000, "\(example.file)")
            let bytesPerSecond = Int(number(28, bytes: 4))
            let dataChunk = try #require(data.range(of: Data("data".utf8)))
            let audioBytes = Int(number(dataChunk.upperBound, bytes: 4))
            #expect(audioBytes == bytesPerSecond * example.durationSeconds, "\(example.file)")
        }
    }

    @Test("An MP3 file begins with a frame, and only the Xing ones of variable rate say how long they are")
    func mp3Headers() {
        for example in examples.all where example.contentType == "audio/mpeg" {
            #expect(example.data.first == 0xFF, "\(example.file)")
            let hasXing = example.data.prefix(200).range(of: Data("Xing".utf8)) != nil
            #expect(hasXing == (example.codec == "mp3-vbr-xing"), "\(example.file)")
        }
    }

    @Test("A recording is found by its file name")
    func lookup() {
        #expect(examples[file: "delivery.mp3"]?.title == "Delivery at a closed gate")
        #expect(examples[file: "nothing.mp3"] == nil)
    }
}
