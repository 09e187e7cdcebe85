import Service
import Testing

/// Documents that stay the same from one deployment to the next, and addresses that they tell.
@Suite("Stable documents", .timeLimit(.minutes(5)))
struct StableDocumentTests {
    @Test("a document that does not change has a validator, and who has it already is told so")
    func validators() async throws {
        try await ServiceUnderTest.run { service in
            for path in [
                "/openapi.json", "/ws?wsdl", "/console/console.css", "/console/icon.svg", "/console/player.js",
            ] {
                let whole = try await service.client.sendRaw("GET", path)
                #expect(whole.status == 200 && whole["Cache-Control"] == "no-cache", "\(path)")
                let tag = try #require(whole["ETag"], "\(path)")
                let again = try await service.client.sendRaw("GET", path, headers: [("Accept-Encoding", "gzip")])
                #expect(again["ETag"] == tag && again["Content-Encoding"] == (whole.body.count < 1_024 ? nil : "gzip"))
                let strong = String(tag.drop { $0 != "\"" })
                for value in [tag, strong, "*", " \(tag) ", "\"other\", \(tag)", "W/\"a,b\",\(strong)"] {
                    for method in ["GET", "HEAD"] {
                        let headers = [(name: "If-None-Match", value: value)]
                        let same = try await service.client.sendRaw(method, path, headers: headers)
                        #expect(same.status == 304 && same.body.isEmpty, "\(method) \(path) \(value)")
                        #expect(same["ETag"] == tag && same["Vary"] == whole["Vary"])
                        #expect(same["Cache-Control"] == "no-cache" && same["Content-Type"] == nil)
                    }
                }
                for value in ["\"other\"", "W/\"other\"", strong.replacing("\"", with: "")] {
                    let headers = [(name: "If-None-Match", value: value)]
                    let other = try await service.client.sendRaw("GET", path, headers: headers)
                    #expect(other.status == 200 && other.body == whole.body, "\(path) \(value)")
                }
                let head = try await service.client.sendRaw("HEAD", path)
                #expect(head.status == 200 && head["ETag"] == tag)
                #expect(head["Content-Length"] == whole["Content-Length"])
            }
        }
    }

    @Test(
        "the WSDL's address is the public one, else the host that was asked, by the scheme that is spoken there",
        arguments: [
            ("", "calls.example", [], "http://calls.example/ws"),
            ("", "calls.example:8080", [], "http://calls.example:8080/ws"), ("", "[::1]:80", [], "http://[::1]:80/ws"),
            ("", "calls.example", [("X-Forwarded-Proto", "https")], "https://calls.example/ws"),
            ("", "calls.example", [("X-Forwarded-Proto", " HTTPS , http")], "https://calls.example/ws"),
            ("", "calls.example", [("x-forwarded-proto", "http")], "http://calls.example/ws"),
            ("", "calls.example", [("X-Forwarded-Proto", "gopher")], "http://calls.example/ws"),
            ("", "calls.example", [("X-Forwarded-Proto", "")], "http://calls.example/ws"),
            ("https://calls.example", "inside:8080", [], "https://calls.example/ws"),
            (
                "https://calls.example/resolver", "inside", [("X-Forwarded-Proto", "http")],
                "https://calls.example/resolver/ws"
            ),
            ("http://calls.example", "calls.example", [("X-Forwarded-Proto", "https")], "http://calls.example/ws"),
        ] as [(String, String, [(String, String)], String)]
    )
    func wsdlAddress(publicBaseURL: String, host: String, fields: [(String, String)], address: String) async throws {
        var setup = Setup()
        setup.configure = { $0.publicBaseURL = publicBaseURL }
        try await ServiceUnderTest.run(setup) { service in
            let told = try await addresses(service, host: host, fields)
            #expect(told == [address, address])
        }
    }

    @Test("only a proxy is believed what scheme it is asked by, and over TLS the address is a secure one")
    func wsdlScheme() async throws {
        var setup = Setup()
        setup.configure = { $0.proxyAddresses = [] }
        try await ServiceUnderTest.run(setup) { service in
            let said = try await addresses(service, host: "a", [("X-Forwarded-Proto", "https")])
            #expect(said == ["http://a/ws", "http://a/ws"])
            // Who names no host is told which one took the connection.
            let old = try await addresses(service, host: nil, [])
            #expect(old.first == "http://127.0.0.1:\(service.client.port)/ws")
        }
        let certificate = try await TestCertificate(in: DataFolder())
        setup.configure = {
            $0.certificateFile = certificate.files.certificate
            $0.certificateKeyFile = certificate.files.key
        }
        try await ServiceUnderTest.run(setup) { service in
            for version in ["--http1.1", "--http2"] {
                let got = try await Command.run(
                    ["curl", "-sk", version, "https://127.0.0.1:\(service.client.port)/ws?WSDL"]
                )
                #expect(got.output.contains("location=\"https://127.0.0.1:\(service.client.port)/ws\""))
            }
        }
    }

    private func addresses(
        _ service: ServiceUnderTest,
        host: String?,
        _ fields: [(String, String)]
    ) async throws -> [String] {
        var text = ""
        try await RawConnection.open(port: service.client.port) { connection in
            let lines = fields.map { "\($0.0): \($0.1)\r\n" }.joined()
            let version = host == nil ? "HTTP/1.0" : "HTTP/1.1"
            let hostLine = host.map { "Host: \($0)\r\n" } ?? ""
            try await connection.write("GET /ws?wsdl \(version)\r\n\(hostLine)\(lines)\r\n")
            text = try await connection.readAnswer().text
        }
        return text.matches(of: #/location="([^"]*)"/#).map { String($0.1) }
    }
}
