/// Finds the samples of a WAV file in pieces of it, however it is cut.
///
/// Recorders that stream write the sizes last or never, so a size is believed only as far as there are bytes.
/// Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0", RIFF.
struct WAVReader {
    private enum Stage {
        /// `RIFF`, a size, `WAVE`.
        case fileHeader
        case chunkHeader
        case format(sizeBytes: Int)
        /// A chunk that does not matter, and its padding.
        case skip(remaining: Int64)
        /// A `data` chunk that says it is empty, in a file that goes on: the next bytes tell whether another chunk follows or samples do.
        case emptyOrUnwritten
        /// Samples; `nil` up to the end of the file.
        case samples(remaining: Int64?)
        case end
    }

    private static let unknownSize = Int64(UInt32.max)

    /// Known before the first samples.
    private(set) var format: WAVFormat?
    /// Whether the samples began; what came before them is not a recording.
    private(set) var hasBegun = false
    private var stage = Stage.fileHeader
    /// The beginning of what is not whole yet: a header, or a frame.
    private var pending: [UInt8] = []
    private var position: Int64 = 0
    /// Where the file ends as its header says.
    private var statedEnd: Int64 = 0

    /// The next whole frames, taken off `bytes` together with everything before them; `nil` when more bytes are needed.
    mutating func samples(in bytes: inout ArraySlice<UInt8>) throws(WaveformError) -> ArraySlice<UInt8>? {
        while true {
            switch stage {
            case .fileHeader:
                guard let header = gather(12, from: &bytes) else { return nil }
                guard header.starts(with: "RIFF".utf8), header[8...].elementsEqual("WAVE".utf8) else { throw .damaged }
                statedEnd = 8 + Self.size(in: header)
                stage = .chunkHeader
            case .chunkHeader:
                guard let header = gather(8, from: &bytes) else { return nil }
                try enter(chunk: header.prefix(4), sizeBytes: Self.size(in: header))
            case .format(let sizeBytes):
                guard let chunk = gather(sizeBytes, from: &bytes) else { return nil }
                format = try WAVFormat(chunk)
                stage = .skip(remaining: Int64(sizeBytes % 2))
            case .skip(let remaining):
                let count = min(remaining, Int64(bytes.count))
                _ = take(Int(count), from: &bytes)
                guard count == remaining else {
                    stage = .skip(remaining: remaining - count)
                    return nil
                }
                stage = .chunkHeader
            case .emptyOrUnwritten:
                guard let next = gather(8, from: &bytes) else { return nil }
                if isChunk(next) {
                    try enter(chunk: next.prefix(4), sizeBytes: Self.size(in: next))
                } else {
                    position -= Int64(next.count)
                    bytes = next[...] + bytes
                    stage = .samples(remaining: nil)
                }
            case .samples(let remaining):
                guard let format else { throw .damaged }
                return frames(in: &bytes, frameBytes: format.frameBytes, remaining: remaining)
            case .end:
                bytes = bytes.suffix(0)
                return nil
            }
        }
    }

    private mutating func enter(chunk name: ArraySlice<UInt8>, sizeBytes: Int64) throws(WaveformError) {
        if name.elementsEqual("fmt ".utf8) {
            guard sizeBytes <= AudioBounds.maximumFormatBytes else { throw .damaged }
            stage = .format(sizeBytes: Int(sizeBytes))
        } else if name.elementsEqual("data".utf8) {
            guard format != nil else { throw .damaged }
            hasBegun = true
            // An empty chunk is one whose size was never written, unless the file goes on after it, by its own account, with another chunk.
            let goesOn = statedEnd > position && statedEnd < 8 + Self.unknownSize
            stage =
                switch sizeBytes {
                case Self.unknownSize: .samples(remaining: nil)
                case 0: goesOn ? .emptyOrUnwritten : .samples(remaining: nil)
                default: .samples(remaining: sizeBytes)
                }
        } else {
            stage = .skip(remaining: sizeBytes + sizeBytes % 2)
        }
    }

    /// Whether eight bytes are the header of a chunk that the file has room for.
    ///
    /// A chunk's name is four printable characters; samples that look like one, with a size that fits besides, are hardly ever met.
    private func isChunk(_ header: [UInt8]) -> Bool {
        header.prefix(4).allSatisfy { (0x20...0x7E).contains($0) } && position + Self.size(in: header) <= statedEnd
    }

    private mutating func frames(
        in bytes: inout ArraySlice<UInt8>,
        frameBytes: Int,
        remaining: Int64?
    ) -> ArraySlice<UInt8>? {
        if let remaining, remaining < frameBytes {
            stage = .end
            bytes = bytes.suffix(0)
            return nil
        }
        let frames: ArraySlice<UInt8>
        if pending.isEmpty, bytes.count >= frameBytes {
            let limit = remaining.map { Int(min($0, Int64(bytes.count))) } ?? bytes.count
            frames = take(limit - limit % frameBytes, from: &bytes)
        } else if let frame = gather(frameBytes, from: &bytes) {
            frames = frame[...]
        } else {
            return nil
        }
        stage = .samples(remaining: remaining.map { $0 - Int64(frames.count) })
        return frames
    }

    /// The next `count` bytes, or `nil` when there are not so many yet, in which case those that there are are kept.
    private mutating func gather(_ count: Int, from bytes: inout ArraySlice<UInt8>) -> [UInt8]? {
        pending += take(min(count - pending.count, bytes.count), from: &bytes)
        guard pending.count == count else { return nil }
        defer { pending = [] }
        return pending
    }

    private mutating func take(_ count: Int, from bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        defer { bytes = bytes.dropFirst(count) }
        position += Int64(count)
        return bytes.prefix(count)
    }

    /// The little-endian size that follows a chunk's name.
    private static func size(in header: [UInt8]) -> Int64 {
        header[4..<8].reversed().reduce(0) { $0 << 8 | Int64($1) }
    }
}
