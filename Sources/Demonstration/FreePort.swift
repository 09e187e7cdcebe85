internal import NIOCore
internal import NIOPosix
internal import Service

/// A port of this machine that nothing listens on, for a server whose address others must know before it starts.
enum FreePort {
    /// Lets the system choose one.
    ///
    /// - Throws: when there is none.
    static func find() async throws(ServiceStartError) -> Int {
        do {
            let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .bind(host: "127.0.0.1", port: 0).get()
            defer { listener.close(promise: nil) }
            if let port = listener.localAddress?.port { return port }
        } catch {}
        throw .demonstrationNotReady(problem: "no free port")
    }
}
