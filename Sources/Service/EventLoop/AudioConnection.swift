internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import SliceCache
internal import Synchronization

/// The connection of a listener, as an answer's task sees it.
struct AudioConnection: Sendable {
    let channel: any Channel

    /// Lets the event loop send what a reader has next, after everything that was written before, for as long as nothing must be waited for but
    /// news of a fetch.
    ///
    /// - Returns: whether the loop sent anything; when it did not, asking again is no use.
    /// - Throws: when the listener is gone, or the task is cancelled.
    func follow(_ reader: AudioReader, notes: AudioNotes) async throws -> Bool {
        let start = reader.offset
        let isCancelled = Atomic(false)
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                channel.eventLoop.execute {
                    guard !isCancelled.load(ordering: .acquiring) else {
                        return continuation.resume(throwing: CancellationError())
                    }
                    // Where there is none, as of a stream of HTTP/2, bytes cannot go past the handlers.
                    guard let fastPath else { return continuation.resume() }
                    fastPath.follow(reader, notes: notes) { continuation.resume(with: $0) }
                }
            }
        } onCancel: {
            isCancelled.store(true, ordering: .releasing)
            channel.eventLoop.execute { fastPath?.stopFollowing() }
        }
        return reader.offset > start
    }

    /// Makes sure that the listener is there still, as the event loop knows it by now.
    ///
    /// What is written to a channel that has ended is dropped without a word, and all that waited before it makes room for more at once.
    ///
    /// - Throws: when the listener is gone.
    func listens() async throws {
        try await channel.eventLoop.submit { [channel] in
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
        }
        .get()
    }

    /// Ends what is answered at once, from any thread: what the peer has not taken is lost, and it learns that the answer is not whole.
    func abort() {
        let channel = channel
        channel.eventLoop.execute {
            guard channel.isActive else { return }
            if let provider = channel as? any SocketOptionProvider {
                _ = provider.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            }
            // Where there is none, as of a stream of HTTP/2, nothing waits for what was written.
            if let watch = try? channel.pipeline.syncOperations.handler(type: ConnectionWatch.self) {
                watch.abort()
            } else {
                channel.close(promise: nil)
            }
        }
    }

    /// Tells a client that waits with its request's body to send it.
    func goOnWithBody() {
        let channel = channel
        channel.eventLoop.execute {
            let pipeline = channel.pipeline.syncOperations
            (try? pipeline.handler(type: ConnectionWatch.self))?.goOnWithBody()
            (try? pipeline.handler(type: HTTP2StreamGate.self))?.goOnWithBody()
        }
    }

    private var fastPath: AudioFastPathHandler? {
        try? channel.pipeline.syncOperations.handler(type: AudioFastPathHandler.self)
    }
}
