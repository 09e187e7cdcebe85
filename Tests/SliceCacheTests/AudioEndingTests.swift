import SliceCache
import Testing

@Suite("Where audio ends by its own structure")
struct AudioEndingTests {
    private func ending(_ bytes: [UInt8], _ type: AudioType) -> AudioEnding {
        AudioEnding(of: type, sizeBytes: Int64(bytes.count)) { Array(bytes[Int($0.lowerBound)..<Int($0.upperBound)]) }
    }

    private static let frames = SampleFrames.bytes(count: 60)
    private static let tag: [UInt8] = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)
    private static let newTag: [UInt8] = Array("ID3".utf8) + ([4, 0, 0, 0, 0, 0, 0] as [UInt8])

    @Test("MPEG audio is whole when it ends with a frame, or with a tag behind one", arguments: [1, 2, 5, 60])
    func frames(count: Int) {
        let bytes = SampleFrames.bytes(count: count)
        #expect(ending(bytes, .mpeg) == .whole)
        #expect(ending(bytes + Self.tag, .mpeg) == .whole)
        #expect(ending(Self.newTag + bytes, .mpeg) == (count > 1 ? .whole : .cut))
    }

    @Test("MPEG audio is cut anywhere else", arguments: [1, 2, 3, 4, 100, 416, 418, 5000, 417 * 30 + 200])
    func cutFrames(count: Int) {
        #expect(ending(Array(Self.frames.dropLast(count)), .mpeg) == (count % 417 == 0 ? .whole : .cut))
    }

    @Test("A WAV file is whole when it has what it says it has")
    func wav() {
        func wav(_ size: UInt32, _ count: Int) -> [UInt8] {
            var bytes = Array("RIFF".utf8)
            for place: UInt32 in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: size >> (8 * place))) }
            bytes += Array("WAVE".utf8)
            bytes += [UInt8](repeating: 1, count: count)
            return bytes
        }
        #expect(ending(wav(104, 100), .wav) == .whole)
        #expect(ending(wav(104, 120), .wav) == .whole)
        #expect(ending(wav(104, 99), .wav) == .cut)
        #expect(ending(wav(0, 100), .wav) == .unknown)
        #expect(ending(wav(.max, 100), .wav) == .unknown)
        #expect(ending(Array("RIFF".utf8), .wav) == .cut)
    }

    @Test("An MP4 file is whole when its boxes end with it")
    func mp4() {
        func box(_ name: String, _ count: Int, says length: Int? = nil) -> [UInt8] {
            let size = length ?? count + 8
            var bytes: [UInt8] = []
            for place in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: size >> place)) }
            bytes += Array(name.utf8)
            bytes += [UInt8](repeating: 2, count: count)
            return bytes
        }
        let type = box("ftyp", 16)
        #expect(ending(type + box("mdat", 500) + box("moov", 60), .mp4) == .whole)
        #expect(ending(type + box("mdat", 499, says: 508), .mp4) == .cut)
        #expect(ending(type + ([0, 0] as [UInt8]), .mp4) == .cut)
        #expect(ending(type + box("mdat", 500, says: 0), .mp4) == .unknown)
        #expect(ending(type + box("mdat", 500, says: 4), .mp4) == .cut)
    }

    @Test("Nothing at all is never the whole, and of other kinds nothing is known")
    func others() {
        #expect(ending([], .mpeg) == .cut)
        #expect(ending([], .flac) == .cut)
        #expect(ending([1, 2, 3], .flac) == .unknown)
    }
}
