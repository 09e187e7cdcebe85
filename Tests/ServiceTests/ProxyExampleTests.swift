import Foundation
import Logging
import Service
import TestSupport
import Testing

/// The examples in `config` of proxies that speak TLS, with the programs that they are for, where those are installed.
@Suite("Examples of proxies", .timeLimit(.minutes(5)))
struct ProxyExampleTests {
    private static let name = "calls.example.com"
    private static let base = "https://\(name)"

    /// An example with what this machine has in place of what it names; each must stand in it once.
    private func example(_ file: String, _ changes: [(String, String)]) throws -> String {
        var text = try String(contentsOf: Repository.file("config/\(file)"), encoding: .utf8)
        for (old, new) in changes {
            try #require(text.ranges(of: old).count == 1, "\(old) of \(file)")
            text = text.replacing(old, with: new)
        }
        return text
    }

    /// What curl is answered by a proxy that listens on a port in the name's place.
    private func ask(_ port: Int, _ words: [String]) async throws -> String {
        let place = ["--connect-to", "\(Self.name):443:127.0.0.1:\(port)", "--interface", "127.0.0.2"]
        return try await Command.run(["curl", "-sk", "-m", "60"] + place + words).output
    }

    /// Looks at what report pages and browsers get through a proxy.
    private func expectService(_ service: ServiceUnderTest, on port: Int, _ lines: LogLines) async throws {
        let code = ["-o", "/dev/null", "-w", "%{http_code} %{http_version}"]
        while try await !ask(port, code + ["\(Self.base)/readyz"]).hasPrefix("200") {}
        #expect(try await ask(port, code + ["\(Self.base)/healthz"]) == "200 2")
        let url = try await service.audioURL()
        #expect(url.hasPrefix("\(Self.base)/v1/audio/"))
        #expect(try await ask(port, code + ["-r", "0-9", url]) == "206 2")
        let token = "Authorization: Bearer \(ServiceUnderTest.reportToken)"
        let body = SampleRow.body([SampleRow()])
        let found = try await ask(port, ["-H", token, "-d", body, "\(Self.base)/v1/availability"])
        #expect(found.contains(#""available""#))
        let page = ["-H", "Origin: \(Self.base)", "-d", "token=\(ServiceUnderTest.reportToken)"]
        let signedIn = try await ask(port, page + ["-D", "-", "\(Self.base)/console/session"])
        #expect(signedIn.lowercased().contains("set-cookie: ") && signedIn.contains("; Secure"), "\(signedIn)")
        // Whoever forges an address is known by his own.
        let forged = ["-H", "X-Forwarded-For: 203.0.113.9"]
        #expect(try await ask(port, forged + code + ["\(Self.base)/healthz"]) == "200 2")
        #expect(lines.all.contains { $0.contains("/healthz") && $0.contains("127.0.0.2") })
        #expect(!lines.all.contains { $0.contains("203.0.113.9") })
    }

    private func run(
        _ body: @Sendable (_ service: ServiceUnderTest, _ folder: DataFolder, _ lines: LogLines) async throws -> Void
    ) async throws {
        let (folder, lines) = (try DataFolder(), LogLines())
        let setup = Setup(configure: { $0.publicBaseURL = Self.base })
        try await ServiceUnderTest.run(setup, logger: Logger(label: "test") { _ in lines.handler }) { service in
            try await body(service, folder, lines)
        }
    }

    @Test("nginx", .enabled(if: Tool.isInstalled("nginx") && Tool.isInstalled("curl")))
    func nginx() async throws {
        try await run { service, folder, lines in
            let certificate = try await TestCertificate(in: folder)
            let (port, plain) = (try FreeTCPPort.find(), try FreeTCPPort.find())
            let server = try example(
                "nginx.conf",
                [
                    ("127.0.0.1:8080", "127.0.0.1:\(service.client.port)"),
                    ("listen 443 ", "listen 127.0.0.1:\(port) "), ("listen 80;", "listen 127.0.0.1:\(plain);"),
                    ("/etc/ssl/certs/calls.example.com.pem", certificate.files.certificate),
                    ("/etc/ssl/private/calls.example.com.key", certificate.files.key),
                ]
            )
            let text = """
                daemon off; master_process off; pid \(folder.path)/pid; error_log /dev/null;
                events {}
                http {
                  access_log off;
                  client_body_temp_path \(folder.path)/body; proxy_temp_path \(folder.path)/proxy;
                  fastcgi_temp_path \(folder.path)/f; uwsgi_temp_path \(folder.path)/u; scgi_temp_path \(folder.path)/c;
                  \(server)
                }

                """
            try folder.write(Data(text.utf8), to: "nginx.conf")
            try await Tool.serve("nginx", ["-e", "/dev/null", "-p", folder.path, "-c", "\(folder.path)/nginx.conf"]) {
                try await expectService(service, on: port, lines)
                let redirect = ["-o", "/dev/null", "-w", "%{http_code} %{redirect_url}"]
                #expect(try await ask(port, redirect + ["http://127.0.0.1:\(plain)/a?b=c"]) == "301 \(Self.base)/a?b=c")
            }
        }
    }

    @Test("HAProxy", .enabled(if: Tool.isInstalled("haproxy") && Tool.isInstalled("curl")))
    func haproxy() async throws {
        try await run { service, folder, lines in
            let certificate = try await TestCertificate(in: folder)
            let both = [certificate.files.certificate, certificate.files.key].compactMap {
                FileManager.default.contents(atPath: $0)
            }
            try folder.write(both.reduce(Data(), +), to: "both.pem")
            let port = try FreeTCPPort.find()
            let text = try example(
                "haproxy.cfg",
                [
                    ("127.0.0.1:8080", "127.0.0.1:\(service.client.port)"), ("bind :443 ", "bind 127.0.0.1:\(port) "),
                    ("/etc/haproxy/certs/calls.example.com.pem", "\(folder.path)/both.pem"),
                ]
            )
            try folder.write(Data(text.utf8), to: "haproxy.cfg")
            try await Tool.serve("haproxy", ["-db", "-f", "\(folder.path)/haproxy.cfg"]) {
                try await expectService(service, on: port, lines)
            }
        }
    }
}
