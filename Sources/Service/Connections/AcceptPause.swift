internal import NIOCore

/// Waits a moment with accepting when the process has no descriptor left for a connection, in place of trying again without end.
enum AcceptPause {
    /// Short enough that a connection waits no longer than it takes to notice.
    static let time = TimeAmount.milliseconds(100)

    /// Puts it in front of a server's channel.
    ///
    /// An error of accept is nobody else's: the listener goes on.
    static func add(to channel: any Channel) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(
                AcceptBackoffHandler(shouldForwardIOErrorCaught: false) { _ in time },
                position: .first
            )
        }
        .get()
    }
}
