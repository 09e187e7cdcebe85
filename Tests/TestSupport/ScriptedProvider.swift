import NIOCore
import NIOHTTP1
import NIOPosix

/// A real HTTP/1.1 peer on the loopback interface that plays a script, for tests of what speaks to a provider.
///
/// A request is answered by the next reply of the queue, else by the standing route that matches, else by 599.
package final class ScriptedProvider: Sendable {
    /// Send buffer of each connection, so that a client that stops reading soon stops the provider.
    package static let sendBufferBytes = 64 * 1024

    package let port: Int
    private let script: ProviderScript
    private let running: Task<Void, Never>

    private init(port: Int, script: ProviderScript, running: Task<Void, Never>) {
        self.port = port
        self.script = script
        self.running = running
    }

    /// Listens on a free port of 127.0.0.1.
    ///
    /// - Throws: when the port cannot be bound.
    package static func start() async throws -> ScriptedProvider {
        let script = ProviderScript()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.backlog, value: 512)
            .childChannelOption(ChannelOptions.socketOption(.so_sndbuf), value: sendBufferBytes)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(ChannelOptions.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
                    let number = script.connectionOpened()
                    channel.closeFuture.whenComplete { _ in script.connectionClosed() }
                    return Accepted(channel: channel, number: number)
                }
            }
        let port = server.channel.localAddress?.port ?? 0
        let running = Task {
            await serve(server, script: script)
        }
        return ScriptedProvider(port: port, script: script, running: running)
    }

    /// A connection that was accepted, closed with the last reference to it.
    ///
    /// A stop may come before anybody serves it, and NIO's asynchronous channel ends the process when it is dropped: it is made when its serving begins.
    private final class Accepted: Sendable {
        let channel: any Channel
        let number: Int

        init(channel: any Channel, number: Int) {
            self.channel = channel
            self.number = number
        }

        deinit { channel.close(promise: nil) }

        func serve(_ script: ProviderScript) async {
            let connection = try? await channel.eventLoop.submit { [channel] in
                let connection = try NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>(
                    wrappingChannelSynchronously: channel
                )
                try channel.syncOptions?.setOption(.autoRead, value: true)
                return connection
            }.get()
            guard let connection else { return }
            await ScriptedConnection(script: script, number: number).serve(connection)
        }
    }

    private static func serve(_ server: NIOAsyncChannel<Accepted, Never>, script: ProviderScript) async {
        try? await server.executeThenClose { accepted in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in accepted {
                    group.addTask {
                        await withTaskCancellationHandler {
                            await connection.serve(script)
                        } onCancel: {
                            connection.channel.close(promise: nil)
                        }
                    }
                }
            }
        }
    }

    /// Closes every connection and stops listening.
    package func stop() async {
        running.cancel()
        await running.value
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    package var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Adds a reply to the queue, for one request.
    package func reply(_ answer: @escaping @Sendable (ScriptedRequest) -> ScriptedReply) {
        script.enqueue(answer)
    }

    /// Answers every request for a path while the queue is empty.
    ///
    /// - Parameters:
    ///   - method: such as `GET`.
    ///   - path: without query; with a trailing `*`, every path that begins so. The latest route that matches wins.
    ///   - answer: runs once for each request.
    package func on(
        _ method: String,
        _ path: String,
        _ answer: @escaping @Sendable (ScriptedRequest) -> ScriptedReply
    ) {
        script.route(method, path, answer)
    }

    /// All requests so far, in the order they came.
    package var requests: [ScriptedRequest] { script.requests }

    /// Requests that neither queue nor route had an answer for.
    package var unexpected: [ScriptedRequest] { script.unexpected }

    /// Bytes of bodies handed to sockets so far, over all connections.
    package var bodyBytesSent: Int { script.bodyBytesSent }

    /// Connections accepted so far.
    package var openedConnections: Int { script.openedConnections }

    /// Connections that are open now.
    package var openConnections: Int { script.openConnections }

    /// Returns once so many requests have come in all, or the task is cancelled.
    package func waitForRequests(_ count: Int) async {
        await script.waitForRequests(count)
    }

    /// Returns once so many connections have been closed in all, by either side, or the task is cancelled.
    package func waitForClosedConnections(_ count: Int) async {
        await script.waitForClosedConnections(count)
    }
}
