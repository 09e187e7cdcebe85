import DubberSimulator
import Foundation
import Service
import TestSupport
import Testing

/// TLS and HTTP/2, asked by curl.
@Suite("TLS", .timeLimit(.minutes(6)))
struct TLSTests {
    /// What curl tells of an answer.
    private struct Answer {
        let status: String
        let version: String
        let head: String
        let body: Data
    }

    private func withService(
        configure: @escaping @Sendable (inout ServiceConfiguration) -> Void = { _ in },
        _ body: @Sendable (ServiceUnderTest, TestCertificate) async throws -> Void
    ) async throws {
        let certificate = try await TestCertificate(in: DataFolder())
        var setup = Setup()
        setup.configure = {
            $0.certificateFile = certificate.files.certificate
            $0.certificateKeyFile = certificate.files.key
            configure(&$0)
        }
        try await ServiceUnderTest.run(setup) { service in try await body(service, certificate) }
    }

    private func curl(
        _ service: ServiceUnderTest,
        _ target: String,
        trusting certificate: TestCertificate,
        _ words: [String] = []
    ) async throws -> Answer {
        let (head, body) = (certificate.folder.path + "/head", certificate.folder.path + "/body")
        for path in [head, body] { try Data().write(to: URL(filePath: path)) }
        let outcome = try await Command.run(
            ["curl", "-s", "--cacert", certificate.files.certificate, "-D", head, "-o", body]
                + ["-w", "%{http_code} %{http_version}"] + words + ["https://127.0.0.1:\(service.client.port)\(target)"]
        )
        try #require(outcome.status == 0, "curl ends with \(outcome.status)")
        let told = outcome.output.split(separator: " ").map(String.init)
        try #require(told.count == 2)
        return Answer(
            status: told[0],
            version: told[1],
            head: String(decoding: try Data(contentsOf: URL(filePath: head)), as: UTF8.self).lowercased(),
            body: try Data(contentsOf: URL(filePath: body))
        )
    }

    /// A signed URL, asked for over TLS.
    private func audioURL(_ service: ServiceUnderTest, _ certificate: TestCertificate) async throws -> String {
        let answer = try await curl(
            service,
            "/v1/availability",
            trusting: certificate,
            [
                "-H", "Authorization: Bearer \(ServiceUnderTest.reportToken)", "-d",
                SampleRow.body([SampleRow()], user: "supervisor"),
            ]
        )
        try #require(answer.status == "200")
        let results = try JSONDecoder().decode(AvailabilityAnswer.self, from: answer.body).results
        return try #require(results.first?.recordings.first).audioURL
    }

    @Test(
        "A client that was here before goes on with its session, without another handshake in full",
        arguments: ["1_3", "1_2"]
    )
    func resumption(version: String) async throws {
        try await withService { service, certificate in
            let session = certificate.folder.path + "/session"
            for (place, expected) in [("-sess_out", "New"), ("-sess_in", "Reused")] {
                // The server ends TLS after its answer, when the client has the session that TLS 1.3 tells behind the handshake.
                let ask = "printf 'GET /healthz HTTP/1.1\\r\\nHost: a\\r\\nConnection: close\\r\\n\\r\\n'"
                let client =
                    "openssl s_client -connect 127.0.0.1:\(service.client.port) -CAfile \(certificate.files.certificate)"
                    + " -verify_return_error -tls\(version) \(place) \(session) -ign_eof"
                let outcome = try await Command.run(["sh", "-c", "\(ask) | \(client)"])
                #expect(outcome.output.contains("HTTP/1.1 200"))
                #expect(outcome.output.contains("\n\(expected), TLSv\(version.replacing("_", with: "."))"))
            }
        }
    }

    @Test("peers that end their side before, or amid, the handshake leave nothing behind")
    func earlyEnds() async throws {
        try await withService { service, _ in
            // The start of a handshake's first record, and what is none.
            for text in ["", "\u{16}\u{3}\u{1}\u{2}", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"] {
                for _ in 0..<200 {
                    try await RawConnection.open(port: service.client.port) { connection in
                        try? await connection.write(text)
                        connection.finishWriting()
                        // Until the other side has closed too.
                        _ = try? await connection.readToEnd()
                    }
                }
            }
        }
    }

    @Test("requests over TLS that ask for another protocol, or are the last, are answered as without it")
    func upgrade() async throws {
        try await withService { service, certificate in
            for fields in ["Connection: Upgrade", "Connection: close", "Expect: 100-continue"] {
                let words = ["--http1.1", "-H", fields, "-H", "Upgrade: h2c", "-d", "{}"]
                let both = try await Command.run(
                    ["curl", "-s", "--cacert", certificate.files.certificate, "-w", "%{http_code}:%{num_connects} "]
                        + ["-o", "/dev/null", "-o", "/dev/null"] + words
                        + (0..<2).map { _ in "https://127.0.0.1:\(service.client.port)/v1/availability" }
                )
                let second = fields == "Connection: Upgrade" ? "401:0 " : "401:1 "
                #expect(both.output == "401:1 " + second, "\(fields)")
            }
        }
    }

    @Test("audio is served over TLS with HTTP/2 and with HTTP/1.1, cold, warm, whole and in ranges")
    func audio() async throws {
        try await withService { service, certificate in
            let url = try await audioURL(service, certificate)
            for (version, word) in [("2", "--http2"), ("1.1", "--http1.1")] {
                for _ in 0..<2 {
                    let whole = try await curl(service, url, trusting: certificate, [word])
                    #expect(whole.status == "200" && whole.version == version)
                    #expect(whole.body.count == Int(SampleCompany.audioBytes))
                    let range = try await curl(service, url, trusting: certificate, [word, "-r", "1000-70999"])
                    #expect(range.status == "206" && range.version == version)
                    #expect(range.body == whole.body[1_000..<71_000])
                    #expect(range.head.contains("content-range: bytes 1000-70999/\(SampleCompany.audioBytes)"))
                }
                let head = try await curl(service, url, trusting: certificate, [word, "-I"])
                #expect(head.status == "200")
                let refused = try await curl(service, url + "A", trusting: certificate, [word])
                #expect(refused.status == "403")
            }
        }
    }

    @Test("over TLS browsers are told to stay with it, over plain HTTP they are not")
    func strictTransport() async throws {
        try await withService { service, certificate in
            for target in ["/console/sign-in", "/healthz", "/nowhere"] {
                let answer = try await curl(service, target, trusting: certificate)
                #expect(answer.head.contains("strict-transport-security: max-age=31536000"))
                #expect(answer.head.contains("x-content-type-options: nosniff"))
                let isPage = target == "/console/sign-in"
                #expect(answer.head.contains("referrer-policy: \(isPage ? "same-origin" : "no-referrer")"))
                #expect(answer.head.contains("content-security-policy: default-src 'none'") == isPage)
            }
        }
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.send("GET", "/console/sign-in")
            #expect(answer["Strict-Transport-Security"] == nil)
            #expect(answer["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test("old versions of TLS and plain HTTP are refused")
    func oldVersions() async throws {
        try await withService { service, certificate in
            let address = "https://127.0.0.1:\(service.client.port)/healthz"
            let words = ["curl", "-s", "--cacert", certificate.files.certificate, "--ciphers", "DEFAULT@SECLEVEL=0"]
            let old = try await Command.run(words + ["--tls-max", "1.1", address])
            let current = try await Command.run(words + ["--tls-max", "1.2", address])
            let plain = try await Command.run(["curl", "-s", address.replacing("https:", with: "http:")])
            #expect(old.status != 0 && current.status == 0 && plain.status != 0)
        }
    }

    @Test("a certificate that is replaced serves new connections; one that cannot be used leaves the old one")
    func replacedCertificate() async throws {
        try await withService { service, certificate in
            #expect(try await curl(service, "/healthz", trusting: certificate).status == "200")
            // Halfway the two files do not belong together.
            let other = try await TestCertificate(name: "second", in: DataFolder())
            try replace(certificate.files.certificate, with: other.files.certificate)
            #expect(throws: ServiceStartError.self) { try service.service.reload(service.service.configuration) }
            let words = [
                "curl", "-s", "--cacert", certificate.folder.path + "/old",
                "https://127.0.0.1:\(service.client.port)/healthz",
            ]
            #expect(try await Command.run(words).output.contains("ok"))
            try replace(certificate.files.key, with: other.files.key)
            // Looked at once a second, without any signal.
            try await until(try await Command.run(words).status) { $0 != 0 }
            #expect(try await curl(service, "/healthz", trusting: other).status == "200")
        }
    }

    private func replace(_ path: String, with other: String) throws {
        let files = FileManager.default
        let old = URL(filePath: path).deletingLastPathComponent().path + "/old"
        if !files.fileExists(atPath: old) { try files.copyItem(atPath: path, toPath: old) }
        try Data(contentsOf: URL(filePath: other)).write(to: URL(filePath: path), options: .atomic)
    }

    @Test("files that are missing, or do not belong together, refuse the start with a clear error")
    func badFiles() async throws {
        let first = try await TestCertificate(in: DataFolder()).files
        let second = try await TestCertificate(name: "second", in: DataFolder()).files
        let bad = [
            TLSFiles(certificate: "/nowhere/a.crt", key: first.key), TLSFiles(certificate: first.certificate, key: ""),
            TLSFiles(certificate: "", key: first.key), TLSFiles(certificate: first.certificate, key: second.key),
            TLSFiles(certificate: first.key, key: first.certificate),
        ]
        for files in bad {
            let folder = try DataFolder()
            var configuration = Setup().configuration(dataDirectory: folder.path)
            configuration.certificateFile = files.certificate
            configuration.certificateKeyFile = files.key
            let error = await #expect(throws: ServiceStartError.self) {
                _ = try await PlaybackService(configuration: configuration, logger: RunningSimulator.quiet)
            }
            #expect(error == .certificateNotUsable(certificate: files.certificate, key: files.key))
        }
    }

    @Test("a handshake that does not come, and a request that stalls in it, end in the time that a request has")
    func slowHandshake() async throws {
        try await withService(configure: { $0.requestTimeoutSeconds = 1 }) { service, _ in
            for start in ["", "\u{16}\u{3}\u{1}\u{2}"] {
                try await RawConnection.open(port: service.client.port) { slow in
                    // A busy machine may be too late with it.
                    if !start.isEmpty { try? await slow.write(start) }
                    let rest = try? await slow.readToEnd()
                    #expect(rest?.isEmpty != false)
                }
            }
        }
    }

    @Test("a body that does not come is ended in the time that a request has", arguments: ["--http2", "--http1.1"])
    func slowBody(version: String) async throws {
        try await withService(configure: { $0.requestTimeoutSeconds = 1 }) { service, certificate in
            let words = [
                "curl", "-s", version, "--cacert", certificate.files.certificate, "-H", "Expect:", "-X", "POST", "-T",
                ".",
                "-H", "Authorization: Bearer \(ServiceUnderTest.reportToken)",
                "https://127.0.0.1:\(service.client.port)/v1/availability",
            ]
            let outcome = try await Command.run(words, hasOpenInput: true)
            #expect(outcome.status != 0)
        }
    }
}
