import Testing
import Transport

/// Requests and their answers on one connection, whichever protocol it speaks; answers are read in the order of the requests.
final class Conversation {
    /// What ended before it was whole.
    struct CutShort: Error, CustomStringConvertible {
        let description: String
    }

    private enum Peer {
        case http1(RawConnection)
        case http2(HTTP2Peer)
    }

    private struct Asked {
        let isHead: Bool
        /// Of HTTP/2.
        let stream: Int
    }

    private let peer: Peer
    private var nextStream = 1
    /// The requests whose answers have not begun to be read.
    private var unanswered: [Asked] = []
    /// What is read now.
    private var stream = 0
    /// What is still to come of an HTTP/1.1 body.
    private var remainingBytes = 0

    private init(_ connection: RawConnection, over wire: Wire) async throws {
        guard wire == .http2 else {
            peer = .http1(connection)
            return
        }
        let http2 = try await HTTP2Peer(connection, settings: [.initialWindow: HTTP2Peer.maximumWindow])
        try await http2.acknowledgeSettings()
        try await http2.widen(stream: 0, by: HTTP2Peer.maximumWindow - HTTP2Peer.initialWindow)
        peer = .http2(http2)
    }

    /// Connects for as long as the body takes; leaving closes the connection.
    static func open(
        port: Int,
        over wire: Wire,
        _ body: (Conversation) async throws -> Void
    ) async throws {
        try await RawConnection.open(port: port, offers: wire.offers) { connection in
            try await body(Conversation(connection, over: wire))
        }
    }

    /// Asks without waiting for an answer; what went before need not have been answered.
    func ask(
        _ method: String = "GET",
        _ target: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) async throws {
        let length = body.isEmpty ? [] : [(name: "Content-Length", value: "\(body.count)")]
        unanswered.append(Asked(isHead: method == "HEAD", stream: nextStream))
        switch peer {
        case .http1(let connection):
            let fields = (headers + length).map { "\($0.name): \($0.value)\r\n" }.joined()
            let head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(fields)\r\n"
            try await connection.write(Array(head.utf8) + body)
        case .http2(let peer):
            let pseudo = [(":method", method), (":scheme", "https"), (":authority", "127.0.0.1"), (":path", target)]
            let fields = (headers + length).map { ($0.name.lowercased(), $0.value) }
            try await peer.ask(pseudo + fields, stream: nextStream, isWhole: body.isEmpty)
            if !body.isEmpty { try await peer.send(body, stream: nextStream) }
            nextStream += 2
        }
    }

    /// The head of the next answer; its body is to be read before the next one's.
    func head() async throws -> ServiceClient.Answer {
        try #require(!unanswered.isEmpty, "nothing was asked for")
        let asked = unanswered.removeFirst()
        switch peer {
        case .http1(let connection):
            let head = try Self.head(try await connection.readHead())
            if asked.isHead || head.status == 304 || head.status == 204 {
                remainingBytes = 0
            } else {
                remainingBytes = try #require(head["Content-Length"].flatMap { Int($0) }, "no length")
            }
            return head
        case .http2(let peer):
            stream = asked.stream
            return try await peer.head(of: stream)
        }
    }

    private static func head(_ text: String) throws -> ServiceClient.Answer {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard text.hasPrefix("HTTP/1.1 "), let status = Int(text.dropFirst("HTTP/1.1 ".count).prefix(3)) else {
            throw CutShort(description: "no answer but \"\(text)\"")
        }
        let fields = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (name: String(name), value: String(line.dropFirst(name.count + 1).drop { $0 == " " }))
        }
        return ServiceClient.Answer(status: status, headers: HTTPHeaders(fields), bytes: [])
    }

    /// The next bytes of the body whose head was read last, fewer only at its end.
    func read(_ count: Int) async throws -> [UInt8] {
        switch peer {
        case .http1(let connection):
            let wanted = min(count, remainingBytes)
            let bytes = try await connection.read(wanted)
            remainingBytes -= bytes.count
            guard bytes.count == wanted else { throw CutShort(description: "\(remainingBytes) bytes did not come") }
            return bytes
        case .http2(let peer):
            return try await peer.read(count, of: stream)
        }
    }

    /// The next answer, whole.
    func answer() async throws -> ServiceClient.Answer {
        let head = try await head()
        return ServiceClient.Answer(status: head.status, headers: head.headers, bytes: try await read(.max))
    }
}
