internal import Recordings
internal import SliceCache

/// A range of which every byte is in the file; for one event loop.
final class ReadyAudio: AudioSupply {
    /// What goes to the socket at once: enough that the calls cost little, and little enough to be in the processor's caches still when it is sent.
    static let pieceBytes: Int64 = 256 << 10

    let recording: CachedRecording
    private let cache: SliceCache
    private let origin: () -> (any AudioOrigin)?
    private var rest: Range<Int64>

    /// - Parameters:
    ///   - rest: what is to be sent.
    ///   - recording: whose file has it.
    ///   - cache: of the recording.
    ///   - origin: where the recording lies, should the file fail; `nil` when nobody knows any more.
    init(
        _ rest: Range<Int64>,
        of recording: CachedRecording,
        in cache: SliceCache,
        origin: @escaping () -> (any AudioOrigin)?
    ) {
        self.rest = rest
        self.recording = recording
        self.cache = cache
        self.origin = origin
    }

    var hasTask: Bool { false }

    func follow(whenNews: @escaping @Sendable () -> Void) -> AudioReader.Following {
        if rest.isEmpty { return .over }
        return .bytes(rest.lowerBound..<min(rest.upperBound, rest.lowerBound + Self.pieceBytes))
    }

    func followed(_ count: Int) {
        rest = (rest.lowerBound + Int64(count))..<rest.upperBound
    }

    func stopFollowing() -> Bool { false }

    func readerPastFile(_ error: any Error) throws -> AudioReader {
        guard let origin = origin() else { throw error }
        return try cache.reader(of: rest, past: recording, error, origin: origin)
    }
}
