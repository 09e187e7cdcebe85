import Logging
import Service
import TestSupport
import Testing

/// What one request does wrong costs that request, not the connection with everybody's audio.
@Suite("HTTP/2", .timeLimit(.minutes(5)))
struct HTTP2Tests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let fields: [(String, String)]

        init(_ what: String, _ fields: [(String, String)]) {
            testDescription = what
            self.fields = fields
        }

        init(_ what: String, adding name: String, _ value: String = "x") {
            self.init(what, HTTP2Peer.health + [(name, value)])
        }
    }

    private static let setup: Setup = {
        var setup = Setup()
        setup.wire = .http2
        return setup
    }()

    private func withPeer(_ body: @Sendable @escaping (HTTP2Peer) async throws -> Void) async throws {
        try await ServiceUnderTest.run(Self.setup) { service in
            try await RawConnection.open(port: service.client.port, offers: ["h2"]) { connection in
                try await body(HTTP2Peer(connection))
            }
        }
    }

    @Test("A request that breaks the rules ends its stream; those before and after it are answered")
    func faults() async throws {
        let health = HTTP2Peer.health
        let faults = [
            Fault("no method", Array(health[1...])), Fault("no path", Array(health[..<3])),
            Fault("empty path", health[..<3] + [(":path", "")]), Fault("method twice", adding: ":method", "GET"),
            Fault("unknown pseudo field", adding: ":foo"), Fault("pseudo field behind another", [("a", "b")] + health),
            Fault("connection", adding: "connection", "close"), Fault("upgrade", adding: "upgrade", "h2c"),
            Fault("transfer-encoding", adding: "transfer-encoding", "chunked"), Fault("te", adding: "te", "gzip"),
            Fault("capital letters", adding: "Foo"), Fault("space in a name", adding: "a b"),
            Fault("line break in a value", adding: "x", "a\r\nb"), Fault("zero in a value", adding: "x", "a\0b"),
            Fault("content-length without content", adding: "content-length", "5"),
            Fault("content-length that is none", adding: "content-length", "x"),
            Fault("space in the method", [(":method", "G T")] + health[1...]),
        ]
        try await withPeer { peer in
            var stream = 1
            for fault in faults {
                try await peer.ask(stream: stream)
                try await peer.ask(fault.fields, stream: stream + 2)
                try await peer.ask(stream: stream + 4)
                let expected: Set<HTTP2Peer.Reply> = [
                    .head(stream: stream, status: "200"), .head(stream: stream + 4, status: "200"),
                    .reset(stream: stream + 2, code: HTTP2Peer.protocolError),
                ]
                #expect(try await peer.next(3) == expected, "\(fault.testDescription)")
                stream += 6
            }
        }
    }

    @Test("A body that is longer than was said ends its stream")
    func longerBody() async throws {
        try await withPeer { peer in
            let post = [(":method", "POST")] + HTTP2Peer.health[1...] + [("content-length", "2")]
            try await peer.ask(post, stream: 1, isWhole: false)
            try await peer.send("abcdef", stream: 1)
            try await peer.ask(stream: 3)
            var replies: Set<HTTP2Peer.Reply> = []
            while !replies.contains(.head(stream: 3, status: "200")) {
                let reply = try await peer.next()
                #expect(reply != .closed && reply != .goAway(code: HTTP2Peer.protocolError))
                replies.insert(reply)
            }
        }
    }

    @Test(
        "A client that waits with its body is told to send it where it is wanted, and refused at once where it is not"
    )
    func expectation() async throws {
        try await withPeer { peer in
            let body = SampleRow.body([SampleRow()])
            func head(_ token: String) -> [(String, String)] {
                [
                    (":method", "POST"), (":scheme", "https"), (":authority", "a"), (":path", "/v1/availability"),
                    ("authorization", "Bearer \(token)"), ("expect", "100-continue"),
                    ("content-length", "\(body.utf8.count)"),
                ]
            }
            try await peer.ask(head(ServiceUnderTest.reportToken), stream: 1, isWhole: false)
            #expect(try await peer.next() == .head(stream: 1, status: "100"))
            try await peer.send(body, stream: 1)
            #expect(try await peer.next() == .head(stream: 1, status: "200"))
            try await peer.ask(head("wrong"), stream: 3, isWhole: false)
            #expect(try await peer.next() == .head(stream: 3, status: "401"))
            // Who does not wait after all is answered too.
            try await peer.ask(head(ServiceUnderTest.reportToken), stream: 5, isWhole: false)
            try await peer.send(body, stream: 5)
            while try await peer.next() != .head(stream: 5, status: "200") {}
        }
    }

    @Test("The service as a whole, and methods that a path does not have, are told of as without HTTP/2")
    func methods() async throws {
        try await withPeer { peer in
            for (number, (method, path, status)) in [
                ("OPTIONS", "*", "204"), ("OPTIONS", "/healthz", "204"), ("PUT", "/healthz", "405"),
                ("BREW", "/healthz", "405"),
                ("HEAD", "/healthz", "200"), ("GET", "/v1/audio/%", "400"), ("GET", "//healthz", "404"),
            ].enumerated() {
                let stream = 1 + 2 * number
                let fields = [(":method", method), (":scheme", "https"), (":authority", "a"), (":path", path)]
                try await peer.ask(fields, stream: stream)
                #expect(try await peer.next() == .head(stream: stream, status: status), "\(method) \(path)")
            }
        }
    }

    @Test(
        "A body that is cut off with the connection is the client's fault, and no error of ours",
        arguments: [["h2"], ["http/1.1"]],
        [true, false]
    )
    func cutOffBody(offers: [String], isReset: Bool) async throws {
        let lines = LogLines()
        try await ServiceUnderTest.run(Self.setup, logger: .init(label: "test") { _ in lines.handler }) { service in
            for path in ["/v1/availability", "/ws", "/v1/hooks/dubber/a", "/console/session"] {
                try await RawConnection.open(port: service.client.port, offers: offers) { connection in
                    guard offers == ["h2"] else {
                        return try await connection.write(
                            "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServiceUnderTest.reportToken)\r\n"
                                + "Content-Length: 100\r\n\r\n{"
                        )
                    }
                    let peer = try await HTTP2Peer(connection)
                    let fields = [
                        (":method", "POST"), (":scheme", "https"), (":authority", "a"), (":path", path),
                        ("authorization", "Bearer \(ServiceUnderTest.reportToken)"), ("content-length", "100"),
                    ]
                    try await peer.ask(fields, stream: 1, isWhole: false)
                    try await peer.send("{", stream: 1, isLast: false)
                    guard isReset else { return }
                    try await peer.reset(stream: 1)
                    try await peer.ask(stream: 3)
                    while try await peer.next() != .head(stream: 3, status: "200") {}
                }
            }
            // Who was cut off before its request began has none that is logged.
            try await until(service.service.answersUnderWay, is: 0)
            try await RawConnection.open(port: service.client.port, offers: ["http/1.1"]) { connection in
                try await connection.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                let status = try await connection.readAnswer().status
                #expect(status == 200)
            }
            #expect(!lines.all.contains { $0.hasPrefix("unexpected error") || $0.contains("status\": 5") })
        }
    }

    @Test(
        "Of 130 streams at once 100 are served and 30 refused, whether or not the client has read the settings",
        arguments: [true, false]
    )
    func manyStreams(isAcknowledged: Bool) async throws {
        try await withPeer { peer in
            if isAcknowledged { try await peer.acknowledgeSettings() }
            let post = [(":method", "POST")] + HTTP2Peer.health[1...3].dropLast() + [(":path", "/v1/availability")]
            let streams = (0..<130).map { 1 + 2 * $0 }
            // Unfinished, so that all are open at once; an answer may come all the same, which does not end them.
            for stream in streams { try await peer.ask(post, stream: stream, isWhole: false) }
            var refused: Set<Int> = []
            while refused.count < 30 {
                switch try await peer.next() {
                case .reset(let stream, let code):
                    #expect(code == HTTP2Peer.refusedStream)
                    refused.insert(stream)
                case .head(let stream, let status): #expect(status == "401" && stream < 201)
                case .goAway, .closed:
                    Issue.record("the connection has ended")
                    return
                }
            }
            #expect(refused == Set(streams[100...]))
            #expect(peer.settings[.maximumStreams] == 100)
            for stream in streams.prefix(10) { try await peer.send("", stream: stream) }
            try await peer.ask(stream: 1_001)
            while true {
                let reply = try await peer.next()
                if reply == .head(stream: 1_001, status: "200") { return }
                try #require(reply != .closed, "the connection has ended")
            }
        }
    }

    @Test("Header fields that are too long are answered 431, and the connection goes on", arguments: [66_000, 90_000])
    func longFields(bytes: Int) async throws {
        try await withPeer { peer in
            let value = String(repeating: "a", count: 1_000)
            try await peer.ask(HTTP2Peer.health + (0..<bytes / 1_000).map { ("x-\($0)", value) }, stream: 1)
            #expect(try await peer.next() == .head(stream: 1, status: "431"))
            try await peer.ask(stream: 3)
            while true {
                let reply = try await peer.next()
                if reply == .head(stream: 3, status: "200") { return }
                try #require(reply != .closed, "the connection has ended")
            }
        }
    }

    @Test(
        "A client that offers protocols of which none is spoken here is refused",
        arguments: [
            (["h3"], false), (["spdy/3", "foo"], false), (["http/1.0"], false), (["foo", "http/1.1"], true), ([], true),
        ]
    )
    func foreignProtocols(offers: [String], isServed: Bool) async throws {
        try await ServiceUnderTest.run(Self.setup) { service in
            var answer: String?
            do {
                try await RawConnection.open(port: service.client.port, offers: offers) { connection in
                    try await connection.write("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                    answer = try await connection.readHead()
                }
            } catch {
                #expect(!isServed, "\(error)")
            }
            #expect(answer?.hasPrefix("HTTP/1.1 200") ?? false == isServed)
        }
    }

    @Test(
        "TLS 1.2 is spoken with forward secrecy and authenticated encryption only",
        arguments: [
            ("ECDHE-ECDSA-AES128-GCM-SHA256", true), ("ECDHE-ECDSA-CHACHA20-POLY1305", true),
            ("ECDHE-ECDSA-AES128-SHA", false),
            ("ECDHE-ECDSA-AES256-SHA384", false), ("AES128-GCM-SHA256", false),
        ]
    )
    func ciphers(cipher: String, isServed: Bool) async throws {
        try await ServiceUnderTest.run(Self.setup) { service in
            let outcome = try await Command.run([
                "curl", "-s", "-k", "--tls-max", "1.2", "--ciphers", cipher, "-o", "/dev/null", "-w", "%{http_code}",
                "https://127.0.0.1:\(service.client.port)/healthz",
            ])
            #expect((outcome.output == "200") == isServed, "\(outcome)")
        }
    }
}
