/// Finds where MPEG audio begins, in pieces of a file, however it is cut.
///
/// A decoder of MPEG audio finds frames in anything, and makes noise of it. So frames count only where several follow one another.
struct MPEGBeginning {
    /// Frames of one stream in a row that are enough.
    private static let convincingFrames = 3
    /// What may stand before the first frame besides tags: the rest of a frame that was cut, padding.
    private static let maximumJunkBytes = 64 << 10
    private static let tagHeaderBytes = 10

    private enum Look {
        case found
        case nothing
        /// The bytes end too early to tell.
        case undecided
    }

    private var pending: [UInt8] = []
    /// Nothing begins before this place in ``pending``.
    private var searched = 0
    /// What is left of a tag.
    private var tagBytesLeft = 0
    private var hasTag = false

    /// Takes the next bytes.
    ///
    /// - Returns: everything from the first frame on, once it has been found.
    /// - Throws: ``WaveformError/unsupported`` when there is no MPEG audio.
    mutating func add(_ bytes: ArraySlice<UInt8>) throws(WaveformError) -> [UInt8]? {
        pending += bytes
        skipTags()
        guard tagBytesLeft == 0 else { return nil }
        return try found(isWhole: false)
    }

    /// There are no more bytes: a short file's few frames are enough if they lead to its end.
    ///
    /// - Throws: ``WaveformError/noAudio`` for a tag without anything behind it, ``WaveformError/unsupported``.
    mutating func finish() throws(WaveformError) -> [UInt8] {
        if tagBytesLeft == 0, let bytes = try found(isWhole: true) { return bytes }
        throw hasTag && pending.isEmpty ? .noAudio : .unsupported
    }

    private mutating func found(isWhole: Bool) throws(WaveformError) -> [UInt8]? {
        while searched < pending.count {
            guard searched <= Self.maximumJunkBytes else { throw .unsupported }
            switch look(at: searched, isWhole: isWhole) {
            case .found: return Array(pending[searched...])
            case .undecided: return nil
            case .nothing: searched += 1
            }
        }
        return nil
    }

    /// Source: the ID3v2.4 "Structure" document, section 3.1: sizes have seven bits a byte, a footer adds ten bytes.
    private mutating func skipTags() {
        while true {
            let skipped = min(tagBytesLeft, pending.count)
            pending.removeFirst(skipped)
            tagBytesLeft -= skipped
            guard tagBytesLeft == 0, pending.starts(with: "ID3".utf8), pending.count >= Self.tagHeaderBytes else {
                return
            }
            let size = pending[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
            let hasFooter = pending[5] & 0x10 != 0
            tagBytesLeft = Self.tagHeaderBytes + size + (hasFooter ? Self.tagHeaderBytes : 0)
            hasTag = true
            searched = 0
        }
    }

    private func look(at offset: Int, isWhole: Bool) -> Look {
        var next = offset
        var stream: MPEGFrameHeader.Stream?
        for count in 0..<Self.convincingFrames {
            let rest = pending[next...]
            guard rest.count >= MPEGFrameHeader.bytes else {
                guard isWhole else { return .undecided }
                return isConvincing(frames: count, at: offset) ? .found : .nothing
            }
            guard let header = MPEGFrameHeader(rest), stream == nil || header.stream == stream else { return .nothing }
            stream = header.stream
            next += header.lengthBytes
            guard next <= pending.count || count == Self.convincingFrames - 1 else {
                guard isWhole else { return .undecided }
                return isConvincing(frames: count + 1, at: offset) ? .found : .nothing
            }
        }
        return .found
    }

    /// Whether frames that lead to the end of the file are enough, though they are few: one alone only where nothing stands before it.
    private func isConvincing(frames: Int, at offset: Int) -> Bool {
        frames > 1 || frames == 1 && offset == 0
    }
}
