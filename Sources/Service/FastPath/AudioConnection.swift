internal import NIOCore
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
                    // Where there is none, as behind TLS, bytes cannot go past the handlers.
                    guard let (handler, context) = fastPath else { return continuation.resume() }
                    handler.follow(reader, notes: notes, context) { continuation.resume(with: $0) }
                }
            }
        } onCancel: {
            isCancelled.store(true, ordering: .releasing)
            channel.eventLoop.execute { fastPath?.handler.stopFollowing() }
        }
        return reader.offset > start
    }

    private var fastPath: (handler: AudioFastPathHandler, context: ChannelHandlerContext)? {
        guard let context = try? channel.pipeline.syncOperations.context(handlerType: AudioFastPathHandler.self) else {
            return nil
        }
        return (context.handler as? AudioFastPathHandler).map { ($0, context) }
    }
}
