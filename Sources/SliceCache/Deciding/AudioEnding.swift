/// Whether audio ends where a file of it does, by its own structure; pure but for reading it.
///
/// For stores that do not tell how much they send: a part that was cut off must not be taken for the whole.
package enum AudioEnding: Hashable, Sendable {
    case whole
    case cut
    /// The structure does not tell.
    case unknown

    /// How much of the end is looked at: several of the longest frames, and a tag.
    private static let tailBytes: Int64 = 16 << 10

    /// Judges an end.
    ///
    /// - Parameters:
    ///   - type: what the audio is.
    ///   - sizeBytes: where it ends.
    ///   - read: gives bytes of it.
    package init(of type: AudioType, sizeBytes: Int64, read: (Range<Int64>) -> [UInt8]?) {
        guard sizeBytes > 0 else {
            self = .cut
            return
        }
        switch type {
        case .wav:
            self = read(0..<min(12, sizeBytes)).map { Self.wav($0, sizeBytes) } ?? .unknown
        case .mpeg:
            self = read(max(0, sizeBytes - Self.tailBytes)..<sizeBytes).map { Self.mpeg($0) } ?? .unknown
        case .mp4:
            self = Self.mp4(sizeBytes, read)
        default:
            self = .unknown
        }
    }

    /// The size that a RIFF file says of itself; 0 and the highest number stand for "not known yet".
    private static func wav(_ head: [UInt8], _ sizeBytes: Int64) -> AudioEnding {
        guard head.count == 12 else { return .cut }
        guard head.starts(with: "RIFF".utf8) else { return .unknown }
        let told = number(head[4..<8].reversed())
        guard told != 0, told < Int64(UInt32.max) else { return .unknown }
        return told + 8 <= sizeBytes ? .whole : .cut
    }

    /// Frames one after another up to the end, or to a tag there.
    private static func mpeg(_ tail: [UInt8]) -> AudioEnding {
        var end = tail.count
        // ID3v1, behind which or before which APE tags may stand.
        if end >= 128, tail[(end - 128)...].starts(with: "TAG".utf8) { end -= 128 }
        if end >= 32, tail[(end - 32)...].starts(with: "APETAGEX".utf8) {
            // Its items are as long as it says, and may be longer than what is looked at.
            let length = Int(number(tail[(end - 20)..<(end - 16)].reversed()))
            guard length <= end else { return .whole }
            end -= length
        }
        for start in 0..<min(end, MPEGFrame.maximumBytes + 1) {
            var position = start
            var frames = 0
            while let frame = MPEGFrame(tail[position...].prefix(4)), position + frame.lengthBytes <= end {
                position += frame.lengthBytes
                frames += 1
                if position == end { break }
            }
            // One alone might be chance, unless it is all there is.
            if position == end, frames > 1 || (frames == 1 && start == 0) { return .whole }
        }
        return .cut
    }

    /// Boxes one after another up to the end.
    private static func mp4(_ sizeBytes: Int64, _ read: (Range<Int64>) -> [UInt8]?) -> AudioEnding {
        var position: Int64 = 0
        var boxes = 0
        while position < sizeBytes {
            guard boxes < 1_000 else { return .unknown }
            boxes += 1
            guard let head = read(position..<min(position + 16, sizeBytes)), head.count >= 8 else { return .cut }
            var length = number(head[0..<4])
            if length == 1 {
                guard head.count == 16, head[8] < 0x40 else { return .cut }
                length = number(head[8..<16])
            }
            // A last box of length 0 goes to the end, wherever that is.
            guard length != 0 else { return .unknown }
            guard length >= 8, length <= sizeBytes - position else { return .cut }
            position += length
        }
        return .whole
    }

    /// Of bytes that come with the highest first.
    private static func number(_ bytes: some Sequence<UInt8>) -> Int64 {
        bytes.reduce(Int64(0)) { sum, byte in sum << 8 | Int64(byte) }
    }
}
