internal import NIOCore
internal import SliceCache

/// The way of an answer's bytes from an event loop to a listener: to a socket itself, through TLS, or as frames of a stream; for one answer at a time.
protocol AudioWay: AnyObject {
    var eventLoop: any EventLoop { get }
    /// Of the loop's senders.
    var turns: LoopTurns { get }
    /// What is given at once.
    var pieceBytes: Int64 { get }

    /// Gives bytes of a file to the listener, when nothing that was given before waits.
    ///
    /// - Parameters:
    ///   - range: at most ``pieceBytes``.
    ///   - recording: whose file has them.
    /// - Returns: how many were taken, none when what waits has to go first; `nil` when they may not be in memory.
    func sendNow(_ range: Range<Int64>, of recording: CachedRecording) -> Int?

    /// Has bytes sent after everything that was given before; the promise is kept when the connection has taken them.
    func send(_ bytes: ByteBuffer, _ promise: EventLoopPromise<Void>)
}
