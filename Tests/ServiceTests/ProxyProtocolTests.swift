import DubberSimulator
import Foundation
import Logging
import PlaybackAudit
import Service
import TestSupport
import Testing

/// Connections of a trusted proxy that announce whom they are forwarded for, and those of others that say they do.
@Suite("PROXY protocol", .timeLimit(.minutes(5)))
struct ProxyProtocolTests {
    private static let health = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func run(
        trusts: Bool = true,
        certificate: TestCertificate? = nil,
        lines: LogLines = LogLines(),
        configure: @escaping @Sendable (inout ServiceConfiguration) -> Void = { _ in },
        _ body: @Sendable (ServiceUnderTest) async throws -> Void
    ) async throws {
        var setup = Setup()
        setup.configure = {
            if !trusts { $0.proxyAddresses = ["192.0.2.77"] }
            if let certificate {
                $0.certificateFile = certificate.files.certificate
                $0.certificateKeyFile = certificate.files.key
            }
            configure(&$0)
        }
        try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }, body)
    }

    /// The addresses in the log's lines about a path, in their order.
    private static func clients(_ lines: LogLines, path: String = "/healthz") -> [String] {
        lines.all.filter { $0.contains("\"\(path)") || $0.contains(" \(path)") }.compactMap { line in
            line.firstMatch(of: #/"client": "?([0-9a-f.:]+)/#).map { String($0.output.1) }
        }
    }

    @Test(
        "The log tells the announced address, over plain connections and TLS, HTTP/2 among them",
        arguments: [false, true]
    )
    func logged(isSecure: Bool) async throws {
        let certificate = isSecure ? try await TestCertificate(in: DataFolder()) : nil
        let lines = LogLines()
        try await Self.run(certificate: certificate, lines: lines) { service in
            let headers: [[UInt8]] = [
                ProxyBytes.line(from: "203.0.113.1"), ProxyBytes.block(from: "203.0.113.2"), ProxyBytes.local,
                Array("PROXY UNKNOWN\r\n".utf8), [], Array("PROXY TCP6 2001:db8::9 ::1 1 2\r\n".utf8),
            ]
            for header in headers {
                try await RawConnection.open(
                    port: service.client.port,
                    preamble: header,
                    offers: isSecure ? ["http/1.1"] : nil
                ) { connection in
                    // Twice on one connection, which is announced once.
                    for _ in 0..<2 {
                        try await connection.write(Self.health)
                        #expect(try await connection.readAnswer().status == 200)
                    }
                }
            }
            let expected = ["203.0.113.1", "203.0.113.2", "127.0.0.1", "127.0.0.1", "127.0.0.1", "2001:db8::9"]
            #expect(Self.clients(lines) == expected.flatMap { [$0, $0] })
            guard isSecure else { return }
            let header = ProxyBytes.block(from: "203.0.113.3")
            try await RawConnection.open(port: service.client.port, preamble: header, offers: ["h2"]) { connection in
                let peer = try await HTTP2Peer(connection)
                try await peer.ask(stream: 1)
                #expect(try await peer.next() == .head(stream: 1, status: "200"))
            }
            #expect(Self.clients(lines).last == "203.0.113.3")
        }
    }

    enum Way: CaseIterable {
        case line, block, forwardedFor, forwarded

        func preamble(_ address: String) -> [UInt8] {
            switch self {
            case .line: ProxyBytes.line(from: address)
            case .block: ProxyBytes.block(from: address)
            case .forwardedFor, .forwarded: []
            }
        }

        func field(_ address: String) -> String {
            switch self {
            case .line, .block: "X-Forwarded-For: 192.0.2.99\r\n"
            case .forwardedFor: "X-Forwarded-For: 192.0.2.99\r\nx-forwarded-for: \(address):4711, 127.0.0.1\r\n"
            case .forwarded: "Forwarded: for=192.0.2.99\r\nFORWARDED: for=\"\(address):_port\";proto=https\r\n"
            }
        }
    }

    @Test(
        "The audit and the log tell the listener's address, on the ordinary way and on the event loop",
        arguments: Way.allCases
    )
    func audited(way: Way) async throws {
        let lines = LogLines()
        try await Self.run(lines: lines) { service in
            let url = try await service.audioURL()
            _ = try await service.client.send("GET", url)
            let addresses = ["203.0.113.1", "203.0.113.2"]
            for address in addresses {
                try await RawConnection.open(port: service.client.port, preamble: way.preamble(address)) { connection in
                    for _ in 0..<3 {
                        try await connection.write(
                            "GET \(url) HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n\(way.field(address))\r\n"
                        )
                        #expect(try await connection.readAnswer().status == 206)
                    }
                    // Behind those: until then the last may not be noted.
                    try await connection.write(Self.health)
                    #expect(try await connection.readAnswer().status == 200)
                }
            }
            let events = try await service.service.audit.page(.init()).events.filter { $0.kind == .playback }
            #expect(Set(events.map(\.address)) == Set(["127.0.0.1"] + addresses), "\(events)")
            for address in addresses {
                let told = lines.all.filter { $0.contains("/v1/audio/") && $0.contains(address) }
                #expect(told.count == 3)
                #expect(told.contains { $0.contains("eventLoop") } && told.contains { !$0.contains("eventLoop") })
            }
        }
    }

    @Test("Nobody else's word is taken: a forged field, or header, is the connection's own", arguments: Way.allCases)
    func forged(way: Way) async throws {
        let lines = LogLines()
        try await Self.run(trusts: false, lines: lines) { service in
            let url = try await service.audioURL()
            for _ in 0..<3 { _ = try await service.client.send("GET", url) }
            let preamble = way.preamble("203.0.113.1")
            try await RawConnection.open(port: service.client.port, preamble: preamble) { connection in
                // The answer to a header that is none may come, and the end, before all is written.
                try? await connection.write(
                    "GET \(url) HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n\(way.field("203.0.113.1"))\r\n\(Self.health)"
                )
                let first = try await connection.readAnswer().status
                #expect(first == (preamble.isEmpty ? 206 : 400))
                guard preamble.isEmpty else {
                    let rest = try await connection.readToEnd()
                    return #expect(rest.isEmpty)
                }
                let second = try await connection.readAnswer().status
                #expect(second == 200)
            }
            let events = try await service.service.audit.page(.init()).events.filter { $0.kind == .playback }
            #expect(Set(events.map(\.address)) == ["127.0.0.1"])
            #expect(!lines.all.contains { $0.contains("203.0.113.1") || $0.contains("192.0.2.99") })
        }
    }

    @Test("A header from anybody else is no TLS, and is hung up on")
    func forgedSecure() async throws {
        let certificate = try await TestCertificate(in: DataFolder())
        try await Self.run(trusts: false, certificate: certificate) { service in
            for header in [ProxyBytes.line(from: "203.0.113.1"), ProxyBytes.block(from: "203.0.113.1")] {
                try await RawConnection.open(port: service.client.port, preamble: header) { connection in
                    let received = (try? await connection.readToEnd()) ?? []
                    // An alert at most.
                    #expect(received.count <= 7)
                }
            }
        }
    }

    @Test("A broken header closes a proxy's connection without an answer", arguments: [false, true])
    func broken(isSecure: Bool) async throws {
        let certificate = isSecure ? try await TestCertificate(in: DataFolder()) : nil
        try await Self.run(certificate: certificate) { service in
            let headers: [[UInt8]] = [
                Array("PROXY TCP4 nobody\r\n".utf8),
                Array(("PROXY UNKNOWN " + String(repeating: "a", count: 200)).utf8),
                ProxyBytes.block(command: 0x22, family: 0x11, []), ProxyBytes.signature + [0x21, 0x11, 0xFF, 0xFF],
            ]
            for header in headers {
                try await RawConnection.open(port: service.client.port, preamble: header) { connection in
                    try? await connection.write(Self.health)
                    let received = (try? await connection.readToEnd()) ?? []
                    #expect(received.isEmpty)
                }
            }
        }
    }

    @Test("A header that comes piece by piece is read, and the request that comes with its last piece is answered")
    func pieces() async throws {
        let lines = LogLines()
        try await Self.run(lines: lines) { service in
            for header in [ProxyBytes.line(from: "203.0.113.1"), ProxyBytes.block(from: "203.0.113.1")] {
                try await RawConnection.open(port: service.client.port) { connection in
                    for byte in header.dropLast() {
                        try await connection.write([byte])
                        await Task.yield()
                    }
                    try await connection.write(header.suffix(1) + Array((Self.health + Self.health).utf8))
                    for _ in 0..<2 { #expect(try await connection.readAnswer().status == 200) }
                }
            }
            #expect(Self.clients(lines) == Array(repeating: "203.0.113.1", count: 4))
        }
    }

    @Test(
        "What begins like a header and is a request is answered as ever",
        arguments: ["POST", "PUT", "PATCH"]
    )
    func requests(method: String) async throws {
        try await Self.run { service in
            try await RawConnection.open(port: service.client.port) { connection in
                // The empty line before a request is allowed.
                try await connection.write("\r\n")
                for character in "\(method) /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" {
                    try await connection.write(String(character))
                    await Task.yield()
                }
                #expect(try await connection.readAnswer().status == 405)
            }
            for text in ["P", "\r\n", "PROX"] {
                try await RawConnection.open(port: service.client.port) { connection in
                    try await connection.write(text)
                    connection.finishWriting()
                    let head = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                    #expect(head.isEmpty || head.hasPrefix("HTTP/1.1 400 "), "\(head)")
                }
            }
        }
    }

    @Test("A header that does not come wholly ends its connection in the time that a request has")
    func slow() async throws {
        try await Self.run(configure: { $0.requestTimeoutSeconds = 1 }) { service in
            for (text, answer) in [("PROXY TCP4 ", ""), ("\r\n\r\n\0\r\nQUIT\n", ""), ("PRO", "HTTP/1.1 408 ")] {
                try await RawConnection.open(port: service.client.port) { connection in
                    try await connection.write(text)
                    let received = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                    #expect(answer.isEmpty ? received.isEmpty : received.hasPrefix(answer), "\(text)")
                }
            }
        }
    }

    /// Asks on connections of its own.
    private struct Counted {
        let port: Int
        let isSecure: Bool

        /// What a connection is answered, which stays open meanwhile; 0 when it is closed.
        func status(_ header: [UInt8], _ meanwhile: () async throws -> Void = {}) async throws -> Int {
            var status = 0
            let offers = isSecure ? ["http/1.1"] : nil
            try await RawConnection.open(port: port, preamble: header, offers: offers) { connection in
                try? await connection.write(ProxyProtocolTests.health)
                status = (try? await connection.readAnswer().status) ?? 0
                try await meanwhile()
            }
            return status
        }
    }

    @Test("Connections are counted as those of the announced address, a proxy's own are not", arguments: [false, true])
    func counted(isSecure: Bool) async throws {
        let certificate = isSecure ? try await TestCertificate(in: DataFolder()) : nil
        try await Self.run(certificate: certificate, configure: { $0.maximumConnectionsPerAddress = 1 }) { service in
            let client = Counted(port: service.client.port, isSecure: isSecure)
            let tooMany = isSecure ? 0 : 503
            let first = try await client.status(ProxyBytes.line(from: "203.0.113.1")) { () async throws -> Void in
                for header in [ProxyBytes.line(from: "203.0.113.1"), ProxyBytes.block(from: "203.0.113.1")] {
                    #expect(try await client.status(header) == tooMany)
                }
                #expect(try await client.status(ProxyBytes.block(from: "203.0.113.2")) == 200)
                for header in [ProxyBytes.local, []] {
                    let own = try await client.status(header) { () async throws -> Void in
                        #expect(try await client.status(header) == 200)
                    }
                    #expect(own == 200)
                }
            }
            #expect(first == 200)
            // Its place is free again.
            try await until(try await client.status(ProxyBytes.line(from: "203.0.113.1"))) { $0 != tooMany }
            #expect(try await client.status(ProxyBytes.line(from: "203.0.113.1")) == 200)
        }
    }
}
