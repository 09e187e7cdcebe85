import Foundation
import TestSupport
import Testing

/// Proxies as they are configured in the world, in front of the service, where they are installed.
@Suite("Proxies in front", .timeLimit(.minutes(6)))
struct ProxiesTests {
    /// What curl is answered through a proxy that listens on a socket in a folder.
    private func ask(_ folder: DataFolder, _ words: [String]) async throws -> String {
        try await Command.run(["curl", "-s", "-m", "60", "--unix-socket", "\(folder.path)/s"] + words).output
    }

    private func isListening(_ folder: DataFolder) async throws {
        let words = ["-o", "/dev/null", "-w", "%{http_code}", "http://a/healthz"]
        try await until(try await ask(folder, words)) { $0 != "000" }
    }

    /// Asks for what report pages ask for, several times on each connection.
    private func expectService(
        _ service: ServiceUnderTest,
        through folder: DataFolder,
        _ fields: [String] = []
    ) async throws {
        let url = try await service.audioURL()
        let code = ["-o", "/dev/null", "-w", "%{http_code} "]
        let fields = fields.flatMap { ["-H", $0] }
        let body = SampleRow.body([SampleRow()])
        let token = "Authorization: Bearer \(ServiceUnderTest.reportToken)"
        for _ in 0..<3 {
            let gets = try await ask(
                folder,
                fields + code + code.prefix(2) + ["http://a/healthz", "http://a/openapi.json"]
            )
            #expect(gets == "200 200 ")
            #expect(try await ask(folder, fields + code + ["-r", "0-9", "http://a\(url)"]) == "206 ")
            #expect(try await ask(folder, fields + code + ["-I", "http://a\(url)"]) == "200 ")
            for further in [[], ["-H", "Expect: 100-continue"], ["-H", "Transfer-Encoding: chunked"]] {
                let words = fields + code + further + ["-H", token, "-d", body, "http://a/v1/availability"]
                #expect(try await ask(folder, words) == "200 ", "\(further)")
            }
            #expect(try await ask(folder, fields + code + ["-X", "PUT", "-d", "x", "http://a/healthz"]) == "405 ")
        }
    }

    @Test(
        "HAProxy finds the service healthy by each of its checks, and reuses connections",
        .enabled(if: Tool.isInstalled("haproxy") && Tool.isInstalled("curl")),
        arguments: [
            "option httpchk", "option httpchk GET /healthz", "option httpchk HEAD /readyz HTTP/1.0",
            "option httpchk\n  http-check send meth GET uri /healthz ver HTTP/1.1 hdr Host calls.example\n  http-check expect status 200",
            "option httpchk\n  http-check connect\n  http-check send meth OPTIONS uri * ver HTTP/1.1 hdr Host a",
        ]
    )
    func haproxy(check: String) async throws {
        let folder = try DataFolder()
        try await ServiceUnderTest.run { service in
            let text = """
                defaults
                  mode http
                  timeout connect 60s
                  timeout client 60s
                  timeout server 60s
                  timeout check 60s
                frontend all
                  bind unix@\(folder.path)/s
                  stats enable
                  stats uri /haproxy
                  default_backend service
                backend service
                  http-reuse always
                  option forwardfor
                  \(check)
                  server one 127.0.0.1:\(service.client.port) check inter 50 fall 1 rise 1

                """
            try folder.write(Data(text.utf8), to: "haproxy.cfg")
            try await Tool.serve("haproxy", ["-db", "-f", "\(folder.path)/haproxy.cfg"]) {
                try await isListening(folder)
                var checked = ""
                while !checked.contains("L7") {
                    let lines = try await ask(folder, ["http://a/haproxy;csv"]).split(separator: "\n")
                    checked = lines.first { $0.hasPrefix("service,one,") }.map(String.init) ?? ""
                }
                #expect(checked.contains("L7OK,"), "\(check): \(checked)")
                try await expectService(service, through: folder)
            }
        }
    }

    @Test(
        "nginx is answered with the lines for web sockets in each request, on connections that it keeps",
        .enabled(if: Tool.isInstalled("nginx") && Tool.isInstalled("curl")),
        arguments: ["$http_upgrade", "websocket"]
    )
    func nginx(upgrade: String) async throws {
        let folder = try DataFolder()
        try await ServiceUnderTest.run { service in
            let text = """
                daemon off; master_process off; pid \(folder.path)/pid; error_log /dev/null;
                events {}
                http {
                  access_log off;
                  client_body_temp_path \(folder.path)/body; proxy_temp_path \(folder.path)/proxy;
                  fastcgi_temp_path \(folder.path)/f; uwsgi_temp_path \(folder.path)/u; scgi_temp_path \(folder.path)/c;
                  upstream service { server 127.0.0.1:\(service.client.port); keepalive 8; }
                  server {
                    listen unix:\(folder.path)/s;
                    location / {
                      proxy_pass http://service;
                      proxy_http_version 1.1;
                      proxy_set_header Host $host;
                      proxy_set_header X-Forwarded-Proto https;
                      proxy_set_header Upgrade \(upgrade);
                      proxy_set_header Connection "upgrade";
                    }
                  }
                }

                """
            try folder.write(Data(text.utf8), to: "nginx.conf")
            try await Tool.serve("nginx", ["-e", "/dev/null", "-p", folder.path, "-c", "\(folder.path)/nginx.conf"]) {
                try await isListening(folder)
                for fields in [[], ["Upgrade: websocket", "Connection: Upgrade"], ["Upgrade: h2c"]] {
                    try await expectService(service, through: folder, fields)
                }
                #expect(
                    try await ask(folder, ["http://calls.example/ws?wsdl"]).contains("\"https://calls.example/ws\"")
                )
            }
        }
    }
}
