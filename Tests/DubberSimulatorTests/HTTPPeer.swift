import NIOCore
import NIOHTTP1
import NIOPosix

/// A plain HTTP client, one connection for each request, that sends targets as they are and tells how an answer ended.
struct HTTPPeer: Sendable {
    enum Ending: Hashable, Sendable {
        case complete
        /// The connection closed before any answer.
        case noAnswer
        /// The connection closed within the body.
        case cutShort
        /// The connection was reset.
        case reset
    }

    struct Answer: Sendable {
        var status = 0
        var headers = HTTPHeaders()
        var body = ByteBuffer()
        var ending = Ending.noAnswer

        var text: String { String(buffer: body) }
        var bytes: [UInt8] { Array(body.readableBytesView) }
    }

    let port: Int

    func send(
        _ method: HTTPMethod = .GET,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: String? = nil
    ) async throws -> Answer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: target, headers: headers)
        head.headers.add(name: "Host", value: "127.0.0.1:\(port)")
        if let body { head.headers.add(name: "Content-Length", value: String(body.utf8.count)) }
        return try await channel.executeThenClose { [head] inbound, outbound in
            try await outbound.write(.head(head))
            if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(string: body)))) }
            try await outbound.write(.end(nil))
            return await Self.read(inbound)
        }
    }

    private static func read(_ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async -> Answer {
        var answer = Answer()
        do {
            for try await part in inbound {
                switch part {
                case .head(let head):
                    answer.status = Int(head.status.code)
                    answer.headers = head.headers
                    answer.ending = .cutShort
                case .body(var buffer):
                    answer.body.writeBuffer(&buffer)
                case .end:
                    answer.ending = .complete
                    return answer
                }
            }
        } catch is IOError {
            answer.ending = .reset
        } catch {
            // The parser's complaint about an early end; the ending says as much already.
        }
        return answer
    }
}
