internal import NIOCore

/// What waits at a connection while the body of an answer is being sent past everyone else.
struct AudioWaiting {
    /// Only what a peer sent before it ended its side, or the service stopped, is read meanwhile; the connection of one that sent more is closed.
    static let maximumBytes = 1 << 20

    /// What came after the request.
    var bytes = ByteBuffer()
    /// What others wrote: next to nothing, as none of them has a request to answer.
    var writes: [(IOData, EventLoopPromise<Void>?)] = []
    var events: [Any] = []
    var isReadAsked = false
    var isStopping = false
}
