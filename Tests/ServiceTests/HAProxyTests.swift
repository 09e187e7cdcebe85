import Foundation
import Logging
import Service
import TestSupport
import Testing

enum HAProxy {
    /// Where the machine has it; `nil` where it has none.
    static let program = ["/usr/sbin/haproxy", "/usr/bin/haproxy", "/usr/local/sbin/haproxy"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}

/// A real proxy in front that forwards bytes, where this machine has one.
@Suite("Behind HAProxy", .timeLimit(.minutes(5)), .enabled(if: HAProxy.program != nil))
struct HAProxyTests {
    /// Runs the proxy for as long as the body takes, which is given its port.
    private func withProxy(
        _ words: String,
        to service: ServiceUnderTest,
        _ body: (Int) async throws -> Void
    ) async throws {
        let port = try FreeTCPPort.find()
        let configuration = """
            defaults
                mode tcp
                timeout connect 60s
                timeout client 60s
                timeout server 60s
            listen service
                bind 127.0.0.1:\(port)
                server service 127.0.0.1:\(service.client.port) \(words)

            """
        let path = service.folder.path + "/haproxy.cfg"
        try Data(configuration.utf8).write(to: URL(filePath: path))
        let process = Process()
        process.executableURL = URL(filePath: try #require(HAProxy.program))
        process.arguments = ["-db", "-f", path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { process.terminate() }
        while (try? await RawConnection.open(port: port) { _ in }) == nil {
            try #require(process.isRunning, "the proxy runs")
        }
        try await body(port)
    }

    @Test(
        "The log tells whom it forwards for, plain and with TLS",
        arguments: [
            "send-proxy", "send-proxy-v2", "send-proxy-v2-ssl-cn", "send-proxy-v2 proxy-v2-options unique-id,crc32c",
        ],
        [false, true]
    )
    func forwarded(words: String, isSecure: Bool) async throws {
        let certificate = try await TestCertificate(in: DataFolder())
        var setup = Setup()
        setup.configure = {
            guard isSecure else { return }
            $0.certificateFile = certificate.files.certificate
            $0.certificateKeyFile = certificate.files.key
        }
        let lines = LogLines()
        try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }) { service in
            try await withProxy(words, to: service) { port in
                let url = "http\(isSecure ? "s" : "")://127.0.0.1:\(port)/healthz"
                let answer = try await Command.run(
                    ["curl", "-s", "--cacert", certificate.files.certificate, "--interface", "127.0.0.2", url]
                        + ["-w", " %{http_code}"]
                )
                #expect(answer.output.hasSuffix(" 200"), "\(answer)")
                #expect(lines.all.contains { $0.contains("/healthz") && $0.contains("127.0.0.2") })
            }
        }
    }
}
