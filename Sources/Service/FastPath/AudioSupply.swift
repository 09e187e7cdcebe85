internal import SliceCache

/// Where an event loop gets the audio from that it sends.
protocol AudioSupply: AnyObject {
    var recording: CachedRecording { get }
    /// Whether a task goes on where sending ends, and sees to what the loop cannot: bytes that are not in memory, a file that broke.
    var hasTask: Bool { get }

    /// What there is now; `whenNews` is called once, on any thread, after `awaitsNews` and never otherwise.
    func follow(whenNews: @escaping @Sendable () -> Void) -> AudioReader.Following
    /// Bytes that it gave were taken.
    func followed(_ count: Int)
    /// No news are awaited any more.
    @discardableResult
    func stopFollowing() -> Bool
    /// The file cannot be read; not called where there is a task.
    func fileBroke(_ error: any Error)
}

extension AudioReader: AudioSupply {
    var hasTask: Bool { true }

    func fileBroke(_ error: any Error) {}
}

/// A range of which every byte is in the file; for one event loop.
final class ReadyAudio: AudioSupply {
    /// What goes to the socket at once: enough that the calls cost little, and little enough to be in the processor's caches still when it is sent.
    static let pieceBytes: Int64 = 256 << 10

    let recording: CachedRecording
    private let cache: SliceCache
    private var rest: Range<Int64>

    init(_ rest: Range<Int64>, of recording: CachedRecording, in cache: SliceCache) {
        self.rest = rest
        self.recording = recording
        self.cache = cache
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

    /// This answer cannot be gone on with; the next one comes past the file.
    func fileBroke(_ error: any Error) {
        cache.fileBroke(recording, error)
    }
}
