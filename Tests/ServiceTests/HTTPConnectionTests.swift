import Foundation
import Logging
import NIOCore
import Service
import Testing

/// What a connection carries: whatever HTTP/1 clients and proxies send, each request is answered and the next one too, or the connection ends.
@Suite("HTTP/1 connections", .timeLimit(.minutes(5)))
struct HTTPConnectionTests {
    private static let health = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"

    private func open(
        _ service: ServiceUnderTest,
        _ body: (RawConnection) async throws -> Void
    ) async throws {
        try await RawConnection.open(port: service.client.port, body)
    }

    // MARK: Another protocol

    @Test(
        "a request that asks for another protocol is answered like any other, and so are those after it",
        arguments: [
            "Connection: Upgrade\r\nUpgrade: h2c\r\n", "Connection: upgrade\r\nUpgrade: websocket\r\n",
            "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nUpgrade: h2c\r\n",
            "upgrade: a/1, b\r\nconnection: keep-alive, UPGRADE\r\n", "Upgrade: h2c\r\n", "Connection: upgrade\r\n",
            "Connection: keep-alive\r\nConnection: Upgrade\r\nUpgrade: a\r\nUpgrade: b\r\n",
            "Connection: x,upgrade,y\r\nUpgrade: x\r\n",
        ]
    )
    func upgrade(fields: String) async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            _ = try await service.client.send("GET", url)
            let audio = "GET \(url) HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n"
            let post = "POST /v1/availability HTTP/1.1\r\nHost: a\r\n"
            let chunks = "2\r\nab\r\n0\r\n\r\n"
            let requests: [(text: String, status: Int)] = [
                (audio + fields + "\r\n", 206), (audio + "\r\n", 206), (Self.health, 200),
                ("GET /healthz HTTP/1.1\r\nHost: a\r\n\(fields)\r\n", 200),
                (post + fields + "Content-Length: 5\r\n\r\nabcde", 401),
                (post + fields + "Transfer-Encoding: chunked\r\n\r\n" + chunks, 401), (audio + "\r\n", 206),
            ]
            // One after the other, then all at once, then cut in pieces.
            try await open(service) { connection in
                for (text, status) in requests {
                    try await connection.write(text)
                    #expect(try await connection.readAnswer().status == status)
                }
                try await connection.write(requests.map(\.text).joined())
                for (_, status) in requests { #expect(try await connection.readAnswer().status == status) }
                for (text, status) in requests {
                    try await connection.write(String(text.dropLast(3)))
                    _ = try await service.client.send("GET", "/healthz")
                    try await connection.write(String(text.suffix(3)))
                    #expect(try await connection.readAnswer().status == status)
                }
            }
        }
    }

    @Test(
        "CONNECT, and an upgrade that can be read in two ways, is the connection's last request, and that is said",
        arguments: [
            "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: x-upgrade\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: \t upgrade \t\r\n\r\n",
        ]
    )
    func lastRequest(text: String) async throws {
        try await ServiceUnderTest.run { service in
            try await open(service) { connection in
                try await connection.write(Self.health + text + Self.health)
                #expect(try await connection.readAnswer()["Connection"] == nil)
                let last = try await connection.readAnswer()
                #expect(last.status == (text.hasPrefix("CONNECT") ? 405 : 200))
                #expect(last["Connection"] == "close")
                #expect(try await connection.readToEnd().isEmpty)
            }
        }
    }

    // MARK: How long a connection lasts

    @Test(
        "a connection goes on or ends as its client and its version say, and the answer says so",
        arguments: [
            ("HTTP/1.1", "", nil), ("HTTP/1.1", "Connection: keep-alive\r\n", nil),
            ("HTTP/1.1", "Connection: close\r\n", "close"),
            ("HTTP/1.1", "connection: Close\r\n", "close"), ("HTTP/1.1", "Connection: x, close\r\n", "close"),
            ("HTTP/1.1", "Connection: keep-alive\r\nConnection: CLOSE\r\n", "close"), ("HTTP/1.0", "", "close"),
            ("HTTP/1.0", "Connection: keep-alive\r\n", "keep-alive"),
            ("HTTP/1.0", "Connection: Keep-Alive, x\r\n", "keep-alive"),
            ("HTTP/1.0", "Connection: keep-alive, close\r\n", "close"),
        ] as [(String, String, String?)]
    )
    func persistence(version: String, fields: String, said: String?) async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            _ = try await service.client.send("GET", url)
            for target in ["/healthz", url] {
                try await open(service) { connection in
                    try await connection.write("GET \(target) \(version)\r\nHost: a\r\n\(fields)\r\n")
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 200)
                    #expect(answer["Connection"] == said)
                    if said == "close" {
                        #expect(try await connection.readToEnd().isEmpty)
                    } else {
                        try await connection.write(Self.health)
                        #expect(try await connection.readAnswer().status == 200)
                    }
                }
            }
        }
    }

    @Test("an answer whose length is not known ends with the connection for a client that knows no chunks")
    func noChunks() async throws {
        try await ServiceUnderTest.run { service in
            let body = SampleRow.body([SampleRow()])
            try await open(service) { connection in
                try await connection.write(
                    "POST /v1/availability HTTP/1.0\r\nConnection: keep-alive\r\nAccept: application/x-ndjson\r\n"
                        + "Authorization: Bearer \(ServiceUnderTest.reportToken)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
                let answer = try await connection.readAnswer(hasBody: false)
                #expect(answer["Transfer-Encoding"] == nil && answer["Connection"] == "close")
                let lines = String(decoding: try await connection.readToEnd(), as: UTF8.self).split(separator: "\n")
                #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
            }
        }
    }

    // MARK: Requests that cannot be taken

    @Test(
        "a request that cannot be read one way only is refused, after those before it, and the connection ends",
        arguments: [
            ("GET /healthz HTTP/1.1\r\n\r\n", 400), ("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
            ("GET /healthz HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400),
            ("POST /ws HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            ("POST /ws HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
            ("POST /ws HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 501),
            ("POST /ws HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("POST /ws HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("POST /ws HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            ("POST /ws HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400), ("NONSENSE\r\n\r\n", 400),
            ("GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n", 505), ("GET /healthz HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400),
            ("GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ]
    )
    func refused(text: String, status: Int) async throws {
        let lines = LogLines()
        try await ServiceUnderTest.run(logger: .init(label: "test") { _ in lines.handler }) { service in
            try await open(service) { connection in
                try await connection.write(Self.health + text)
                #expect(try await connection.readAnswer().status == 200)
                let answer = try await connection.readAnswer()
                #expect(answer.status == status)
                #expect(answer["Connection"] == "close")
                let problem = try JSONDecoder().decode(ProblemDocument.self, from: Data(answer.body))
                #expect(problem.status == status)
                #expect(try await connection.readToEnd().isEmpty)
            }
            #expect(!lines.all.contains { $0.hasPrefix("unexpected error") })
        }
    }

    @Test(
        "a body that is cut off or malformed is the client's fault, and no error of ours",
        arguments: [
            "Content-Length: 100\r\n\r\n{\"user\":", "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        ],
        ["/v1/availability", "/ws", "/console/session", "/v1/hooks/dubber/a"]
    )
    func brokenBody(rest: String, target: String) async throws {
        let lines = LogLines()
        try await ServiceUnderTest.run(logger: .init(label: "test") { _ in lines.handler }) { service in
            try await open(service) { connection in
                try await connection.write(
                    "POST \(target) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(ServiceUnderTest.reportToken)\r\n\(rest)"
                )
                connection.finishWriting()
                let text = String(decoding: try await connection.readToEnd(), as: UTF8.self)
                #expect(text.hasPrefix("HTTP/1.1 4") || target == "/ws" && text.hasPrefix("HTTP/1.1 "), "\(text)")
                #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2, "one answer: \(text)")
            }
            #expect(!lines.all.contains { $0.hasPrefix("unexpected error") || $0.contains("status\": 500") })
        }
    }

    @Test("a coded body is refused with 415", arguments: ["gzip", "br", "GZIP", "gzip, identity"])
    func codedBody(coding: String) async throws {
        try await ServiceUnderTest.run { service in
            for target in ["/v1/availability", "/ws"] {
                let headers = [(name: "Content-Encoding", value: coding)]
                let answer = try await service.client.sendRaw("POST", target, headers: headers, body: "{}")
                #expect(answer.status == 415 && answer["Accept-Encoding"] == "identity")
            }
        }
    }

    @Test("what is said of a coding that is none, or of no body, refuses nothing", arguments: [Fill.cold, .warm])
    func plainBody(fill: Fill) async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            if fill == .warm { _ = try await service.client.send("GET", url) }
            let body = SampleRow.body([SampleRow()])
            for value in ["identity", "", " Identity ", "identity, identity", ",identity\t"] {
                let headers = [
                    (name: "Content-Encoding", value: value),
                    (name: "Authorization", value: "Bearer \(ServiceUnderTest.reportToken)"),
                ]
                let answer = try await service.client.sendRaw("POST", "/v1/availability", headers: headers, body: body)
                #expect(answer.status == 200, "\(value)")
            }
            for target in [url, "/healthz"] {
                let headers = [(name: "Content-Encoding", value: "utf-8")]
                #expect(try await service.client.send("GET", target, headers: headers).status == 200)
            }
        }
    }

    // MARK: Bodies that are waited with

    @Test(
        "a client that waits with its body is told to send it where it is wanted, and refused at once where it is not"
    )
    func expectation() async throws {
        try await ServiceUnderTest.run { service in
            let body = SampleRow.body([SampleRow()])
            func head(_ token: String, length: Int) -> String {
                "POST /v1/availability HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nExpect: 100-continue\r\n"
                    + "Content-Length: \(length)\r\n\r\n"
            }
            try await open(service) { connection in
                for _ in 0..<2 {
                    try await connection.write(head(ServiceUnderTest.reportToken, length: body.utf8.count))
                    #expect(try await connection.readHead() == "HTTP/1.1 100 Continue")
                    try await connection.write(body)
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == 200 && answer["Connection"] == nil)
                }
                // Who does not wait after all is answered too.
                try await connection.write(head(ServiceUnderTest.reportToken, length: body.utf8.count) + body)
                var answer = try await connection.readAnswer()
                if answer.status == 100 { answer = try await connection.readAnswer() }
                #expect(answer.status == 200)
            }
            for (text, status) in [
                (head("wrong", length: 10), 401), (head(ServiceUnderTest.reportToken, length: 1 << 30), 413),
            ] {
                try await open(service) { connection in
                    try await connection.write(text)
                    let answer = try await connection.readAnswer()
                    #expect(answer.status == status && answer["Connection"] == "close")
                    #expect(try await connection.readToEnd().isEmpty)
                }
            }
        }
    }

    // MARK: Methods

    @Test(
        "another method of a known path is refused with what the path has, OPTIONS tells it, and HEAD is wherever GET is"
    )
    func methods() async throws {
        let allowed = [
            "/healthz": "GET, HEAD, OPTIONS", "/v1/availability": "POST, OPTIONS", "/ws": "GET, HEAD, POST, OPTIONS",
            "/v1/cache": "DELETE, OPTIONS", "/v1/audio/a/1": "GET, HEAD, OPTIONS",
            "/v1/audio/a/1/peaks": "GET, HEAD, OPTIONS",
            "/console/session": "GET, HEAD, POST, DELETE, OPTIONS", "/v1/hooks/dubber/a": "GET, HEAD, POST, OPTIONS",
            "/openapi.json": "GET, HEAD, OPTIONS", "/": "GET, HEAD, OPTIONS",
        ]
        try await ServiceUnderTest.run { service in
            for (path, methods) in allowed {
                for method in ["PUT", "PATCH", "TRACE", "PROPFIND", "GET", "POST", "DELETE"]
                where !methods.contains(method) {
                    let answer = try await service.client.sendRaw(method, path)
                    #expect(answer.status == 405 && answer["Allow"] == methods, "\(method) \(path)")
                    #expect(answer.text.contains("methodNotAllowed"))
                }
                let options = try await service.client.sendRaw("OPTIONS", path)
                #expect(options.status == 204 && options["Allow"] == methods, "\(path)")
            }
            let whole = try await service.client.sendRaw("OPTIONS", "*")
            #expect(whole.status == 204 && whole["Allow"] == "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
            for method in ["GET", "PUT", "OPTIONS", "PROPFIND"] {
                #expect(try await service.client.sendRaw(method, "/nowhere").status == 404)
            }
            #expect(try await service.client.sendRaw("BREW", "/healthz").status == 501)
            for path in ["/healthz", "/readyz", "/openapi.json", "/console/sign-in"] {
                let get = try await service.client.send("GET", path)
                let head = try await service.client.send("HEAD", path)
                #expect(head.status == get.status && head.bytes.isEmpty)
                #expect(head["Content-Type"] == get["Content-Type"])
            }
        }
    }

    // MARK: Early ends

    @Test("peers that end their side before, amid and after a request are answered, and leave nothing behind")
    func earlyEnds() async throws {
        var setup = Setup()
        setup.configure = {
            $0.maximumConnectionsPerAddress = 8
            $0.proxyAddresses = []
        }
        try await ServiceUnderTest.run(setup) { service in
            let url = try await service.audioURL()
            _ = try await service.client.send("GET", url)
            let audio = "GET \(url) HTTP/1.1\r\nHost: a\r\nRange: bytes=0-9\r\n\r\n"
            // More than an address may have: each must have gone before the others come.
            for round in 0..<200 {
                for (text, status) in [("", nil), ("GET /hea", 400), (Self.health, 200), (audio, 206)]
                    as [(String, Int?)]
                {
                    var answered: RawConnection.Answer?
                    repeat {
                        try await open(service) { connection in
                            try? await connection.write(text)
                            connection.finishWriting()
                            let bytes = try await connection.readToEnd()
                            answered =
                                bytes.isEmpty
                                ? nil : RawConnection.Answer(head: String(decoding: bytes, as: UTF8.self), body: [])
                        }
                        // A connection too many is told so, until those before it have gone.
                    } while answered?.status == 503
                    #expect(answered?.status == status, "round \(round)")
                }
            }
        }
    }
}
