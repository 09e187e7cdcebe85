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
    /// What gives the rest when the file cannot be read; not asked for where there is a task.
    func readerPastFile(_ error: any Error) throws -> AudioReader
}

extension AudioReader: AudioSupply {
    var hasTask: Bool { true }

    func readerPastFile(_ error: any Error) throws -> AudioReader { throw error }
}
