import Glibc
import NIOCore
import NIOHTTP1

/// One accepted connection: reads a request, plays its reply, reads the next.
struct ScriptedConnection {
    /// The largest piece of a body that is handed to the socket at once, so that counts stay near the truth.
    static let pieceBytes = 64 * 1024

    private enum Ending {
        case goesOn
        case closed
    }

    let script: ProviderScript
    let number: Int

    /// Serves the connection until either side closes it; errors of the network are the client's affair.
    func serve(_ connection: NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>) async {
        try? await connection.executeThenClose { inbound, _ in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let received):
                    head = received
                    body = []
                case .body(let buffer):
                    body.append(contentsOf: buffer.readableBytesView)
                case .end:
                    guard let received = head else { continue }
                    let request = request(received, body)
                    let ending = try await play(script.answer(request), to: request, on: connection.channel)
                    if case .closed = ending {
                        return
                    }
                }
            }
        }
    }

    private func request(_ head: HTTPRequestHead, _ body: [UInt8]) -> ScriptedRequest {
        ScriptedRequest(
            method: head.method.rawValue,
            target: head.uri,
            headers: ScriptedHeaders(head.headers.map { (name: $0.name, value: $0.value) }),
            body: body,
            connection: number
        )
    }

    private func play(
        _ reply: ScriptedReply,
        to request: ScriptedRequest,
        on channel: any Channel
    ) async throws -> Ending {
        for step in reply.steps {
            switch step {
            case .head(let status, let headers):
                let reason = HTTPResponseStatus(statusCode: status).reasonPhrase
                let lines = ["HTTP/1.1 \(status) \(reason)"] + headers.map { "\($0.name): \($0.value)" } + ["", ""]
                try await channel.writeAndFlush(ByteBuffer(string: lines.joined(separator: "\r\n")))
            case .rawHead(let bytes):
                try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
            case .body(let bytes):
                try await write(body: bytes, to: request, on: channel)
            case .wait(let barrier):
                await barrier.wait()
            case .stall:
                await Barrier().wait()
                return .closed
            case .reset:
                let abortive = linger(l_onoff: 1, l_linger: 0)
                try await (channel as? any SocketOptionProvider)?.setSoLinger(abortive).get()
                return .closed
            case .close:
                return .closed
            }
        }
        return .goesOn
    }

    private func write(body: [UInt8], to request: ScriptedRequest, on channel: any Channel) async throws {
        guard request.method != "HEAD" else {
            return
        }
        for start in stride(from: 0, to: body.count, by: Self.pieceBytes) {
            let piece = body[start..<min(start + Self.pieceBytes, body.count)]
            try await channel.writeAndFlush(ByteBuffer(bytes: piece))
            script.sent(bodyBytes: piece.count)
        }
    }
}
