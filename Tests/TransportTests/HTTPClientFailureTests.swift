import Glibc
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientFailureTests {
    @Test(arguments: [
        "", "/relative", "host.example/x", "http://", "http://ho st/", "http://user:secret@127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1/\u{e9}", "http://127.0.0.1/\r\nX: y",
    ])
    func `an address that cannot be used is refused`(url: String) async throws {
        try await withClientAndProvider { client, _ in
            await #expect(throws: TransportError.invalidURL) { try await client.send(HTTPRequest(url: url)) }
        }
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/"])
    func `other schemes are refused`(url: String) async throws {
        try await withClientAndProvider { client, _ in
            await #expect(throws: TransportError.refusedByEgress) { try await client.send(HTTPRequest(url: url)) }
        }
    }

    @Test(arguments: [
        HTTPRequest(method: "get", url: "http://127.0.0.1/"),
        HTTPRequest(method: "GET / HTTP/1.1\r\nX:", url: "http://127.0.0.1/"),
        HTTPRequest(method: "CONNECT", url: "http://127.0.0.1/"),
        HTTPRequest(url: "http://127.0.0.1/", headers: [("X", "a\r\nY: b")]),
        HTTPRequest(url: "http://127.0.0.1/", headers: [("X: y\r\nZ", "a")]),
        HTTPRequest(url: "http://127.0.0.1/", headers: [("Host", "elsewhere")]),
        HTTPRequest(url: "http://127.0.0.1/", headers: [("Transfer-Encoding", "chunked")]),
        HTTPRequest(method: "POST", url: "http://127.0.0.1/", body: [UInt8](repeating: 0, count: 1024 * 1024 + 1)),
    ])
    func `a request that would break out of its place is refused`(request: HTTPRequest) async throws {
        try await withClientAndProvider { client, _ in
            await #expect(throws: TransportError.invalidRequest) { try await client.send(request) }
        }
    }

    @Test func `plain HTTP is refused unless allowed`() async throws {
        let configuration = HTTPClientConfiguration.forLoopback { $0.egress.allowPlainHTTP = false }
        try await withClientAndProvider(configuration) { client, provider in
            let request = HTTPRequest(url: provider.baseURL)
            await #expect(throws: TransportError.refusedByEgress) { try await client.send(request) }
            #expect(provider.openedConnections == 0)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
    func `a private address is refused however it is written, before anything is sent`(host: String) async throws {
        let configuration = HTTPClientConfiguration.forLoopback { $0.egress.allowPrivateAddresses = false }
        try await withClientAndProvider(configuration) { client, provider in
            let request = HTTPRequest(url: "http://\(host):\(provider.port)/")
            await #expect(throws: TransportError.refusedByEgress) { try await client.send(request) }
            #expect(provider.openedConnections == 0)
        }
    }

    @Test func `a name that does not exist is not resolved`() async throws {
        try await withClientAndProvider { client, _ in
            let request = HTTPRequest(url: "http://provider.invalid/", limits: .generous { _ in })
            await #expect(throws: TransportError.nameNotResolved) { try await client.send(request) }
        }
    }

    @Test func `a port that nobody listens on is a failed connection`() async throws {
        try await withClientAndProvider { client, provider in
            let request = HTTPRequest(url: provider.baseURL)
            await provider.stop()
            await #expect(throws: TransportError.connectFailed) { try await client.send(request) }
        }
    }

    @Test func `a peer that does not speak TLS is a TLS failure`() async throws {
        try await withClientAndProvider { client, provider in
            let request = HTTPRequest(url: "https://127.0.0.1:\(provider.port)/", limits: .generous { _ in })
            await #expect(throws: TransportError.tlsFailed) { try await client.send(request) }
        }
    }

    @Test func `a handshake that is never answered ends at the connect limit`() async throws {
        // The kernel completes TCP for a listener that never accepts; TLS then waits in vain.
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            } ? UInt16(bigEndian: pointer.pointee.sin_port) : 0
        }
        try await withClientAndProvider { client, _ in
            let limits = TransferLimits.generous { $0.connect = .milliseconds(50) }
            let request = HTTPRequest(url: "https://127.0.0.1:\(port)/", limits: limits)
            await #expect(throws: TransportError.connectTimedOut) { try await client.send(request) }
        }
    }

    @Test func `a silent peer ends at the first-byte limit and loses its connection`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .stall }
            let request = HTTPRequest(url: provider.baseURL, limits: .generous { $0.firstByte = .milliseconds(50) })
            await #expect(throws: TransportError.firstByteTimedOut) { try await client.send(request) }
            await provider.waitForClosedConnections(1)
        }
    }

    @Test func `the total limit ends a transfer that is otherwise within its limits`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .stall }
            let request = HTTPRequest(url: provider.baseURL, limits: .generous { $0.total = .milliseconds(50) })
            await #expect(throws: TransportError.totalTimedOut) { try await client.send(request) }
        }
    }

    @Test func `one long header is too large`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .bytes(200, headers: [("X", String(repeating: "x", count: 70_000))]) }
            let request = HTTPRequest(url: provider.baseURL)
            await #expect(throws: TransportError.headersTooLarge) { try await client.send(request) }
        }
    }

    @Test func `too many headers are too large`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .bytes(200, headers: (0..<201).map { ("X-\($0)", "") }) }
            let request = HTTPRequest(url: provider.baseURL)
            await #expect(throws: TransportError.headersTooLarge) { try await client.send(request) }
        }
    }

    @Test(arguments: [
        "hello\r\n\r\n", "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n 0\r\n\r\n",
    ])
    func `what is not HTTP is a protocol violation`(head: String) async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in ScriptedReply([.rawHead(Array(head.utf8)), .close]) }
            let request = HTTPRequest(url: provider.baseURL)
            await #expect(throws: TransportError.protocolViolation) { try await client.send(request) }
        }
    }

    @Test(arguments: [
        ScriptedReply([.close]), .reset, ScriptedReply([.rawHead(Array("HTTP/1.1 200 OK\r\n".utf8)), .reset]),
    ])
    func `a peer that goes before its head is complete has broken off`(reply: ScriptedReply) async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in reply }
            let request = HTTPRequest(url: provider.baseURL)
            await #expect(throws: TransportError.brokenOff) { try await client.send(request) }
        }
    }

    @Test(arguments: [true, false])
    func `a request that counts is not repeated behind its sender's back`(isCounted: Bool) async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .json(200, "{}") }
            _ = try await client.send(HTTPRequest(url: provider.baseURL)).body.collect(upTo: 2)
            provider.reply { _ in .reset }
            provider.reply { _ in .json(200, "[]") }
            let request = HTTPRequest(url: provider.baseURL, isCounted: isCounted)
            if isCounted {
                await #expect(throws: TransportError.staleConnection) { try await client.send(request) }
            } else {
                #expect(try await client.send(request).status == 200)
            }
            #expect(provider.requests.count == (isCounted ? 2 : 3))
        }
    }

    @Test func `informational heads are skipped`() async throws {
        try await withClientAndProvider { client, provider in
            let heads = "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
            provider.reply { _ in ScriptedReply([.rawHead(Array(heads.utf8)), .body([1, 2])]) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            #expect(response.status == 200)
            #expect(response.headers["Link"] == nil)
            #expect(try await response.body.collect(upTo: 2) == [1, 2])
        }
    }

    @Test func `cancelling while the head is awaited ends the transfer at once`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .stall }
            let request = HTTPRequest(url: provider.baseURL, limits: .generous { _ in })
            let task = Task { try await client.send(request).status }
            await provider.waitForRequests(1)
            task.cancel()
            await #expect(throws: TransportError.cancelled) { try await task.value }
            await provider.waitForClosedConnections(1)
            try await until(client.activity.running, is: 0)
        }
    }

    @Test func `a task cancelled before it sends sends nothing`() async throws {
        try await withClientAndProvider { client, provider in
            let request = HTTPRequest(url: provider.baseURL)
            let barrier = Barrier()
            let task = Task {
                await barrier.wait()
                return try await client.send(request).status
            }
            task.cancel()
            await #expect(throws: TransportError.cancelled) { try await task.value }
            #expect(provider.requests.isEmpty)
        }
    }
}
