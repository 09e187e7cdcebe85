import Foundation
import Service
import Testing

/// How paths, origins and wishes are read.
@Suite("Request paths and origins", .timeLimit(.minutes(5)))
struct RequestPathTests {
    @Test(
        "a path has one spelling, and needless escapes are not part of it",
        arguments: [
            ("/v1/audio/a:b/1", .asItIs), ("/v1/audio/a%3Ab/1", .rewritten("/v1/audio/a:b/1")),
            ("/v1/audio/a%3ab/1?x=%3a", .rewritten("/v1/audio/a:b/1?x=%3a")), ("/v1/%61udio", .rewritten("/v1/audio")),
            ("/a%2Db", .rewritten("/a-b")), ("/a%2fb", .rewritten("/a%2Fb")), ("/a%2Fb", .asItIs), ("/a%20b", .asItIs),
            ("/%c3%a9", .rewritten("/%C3%A9")), ("//v1/audio", .nowhere), ("/v1//audio", .nowhere), ("//", .nowhere),
            ("/v1/./audio", .nowhere), ("/v1/../v1/audio", .nowhere), ("/v1/%2e%2e/audio", .nowhere),
            ("/v1/%2E", .nowhere),
            ("/", .asItIs), ("", .asItIs), ("*", .asItIs), ("/console/", .asItIs), ("/a?b//c", .asItIs),
            ("/a%", .malformed),
            ("/a%4", .malformed), ("/a%zz", .malformed), ("/a%00", .malformed), ("/a%0Ab", .malformed),
            ("/a%?4a", .malformed),
        ] as [(String, RequestPath.Reading)]
    )
    func paths(target: String, reading: RequestPath.Reading) {
        #expect(RequestPath.read(target) == reading)
    }

    @Test(
        "every spelling of an audio address is the same address, and a doubled slash is none",
        arguments: [Fill.cold, .warm]
    )
    func spellings(fill: Fill) async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            if fill == .warm { _ = try await service.client.send("GET", url) }
            let (path, query) = (String(url.prefix { $0 != "?" }), String(url.drop { $0 != "?" }))
            let escapes = [(":", "%3A"), (":", "%3a"), ("-", "%2D"), ("/v1/audio", "/v1/%61udio"), ("/041", "/%3041")]
            for (plain, escaped) in escapes {
                let target = path.replacing(plain, with: escaped) + query
                #expect(target != url)
                #expect(try await service.client.sendRaw("GET", target).status == 200, "\(target)")
                let peaks = target.replacing("?", with: "/peaks?")
                #expect(try await service.client.sendRaw("HEAD", peaks).status == 422)
            }
            for target in [
                "/" + url, url.replacing("/v1/", with: "/v1//"), "//healthz", url.replacing("/v1/", with: "/x/../v1/"),
            ] {
                #expect(try await service.client.sendRaw("GET", target).status == 404, "\(target)")
            }
            for target in ["/v1/audio/%", "/%00"] {
                #expect(try await service.client.sendRaw("GET", target).status == 400, "\(target)")
            }
            let hook = "/v1/hooks/dubber/\(SampleCompany.office.replacing(":", with: "%3A"))"
            let headers = [(name: "Authorization", value: "Bearer \(ServiceUnderTest.adminToken)")]
            #expect(try await service.client.sendRaw("GET", hook, headers: headers).status == 200)
        }
    }

    @Test(
        "a target that names its host is taken apart, one of another form is left",
        arguments: [
            ("http://a/b?c", "a", "/b?c"), ("HTTP://A:80/b", "A:80", "/b"), ("https://a", "a", ""),
            ("http://a?c", "a", "/?c"),
            ("http://[::1]:8080/", "[::1]:8080", "/"), ("/http://a/b", nil, ""), ("http:///b", nil, ""),
            ("http://", nil, ""),
            ("http://u@a/b", nil, ""), ("ftp://a/b", nil, ""), ("*", nil, ""), ("", nil, ""), ("http:/a", nil, ""),
        ] as [(String, String?, String)]
    )
    func absoluteTargets(target: String, authority: String?, path: String) {
        let read = RequestPath.absolute(target)
        #expect(read?.authority == authority)
        #expect(read == nil || read?.path == path)
    }

    @Test("a request whose target names its host is answered like any other")
    func absoluteForm() async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            for target in [url, url.replacing(":", with: "%3A"), url.replacing("?", with: "?download=1&")] {
                for scheme in ["http://other.example", "HTTPS://127.0.0.1:1"] {
                    #expect(try await service.client.sendRaw("GET", scheme + target).status == 200, "\(target)")
                }
            }
            for (method, target, status) in [
                ("GET", "http://a/healthz", 200), ("HEAD", "http://a/healthz", 200), ("GET", "http://a/nowhere", 404),
                ("PUT", "http://a/healthz", 405), ("GET", "http://a//healthz", 404), ("GET", "http://a/%00", 400),
                ("OPTIONS", "http://a", 204), ("OPTIONS", "http://a/healthz", 204), ("GET", "http://a", 303),
            ] {
                #expect(try await service.client.sendRaw(method, target).status == status, "\(method) \(target)")
            }
        }
    }

    @Test(
        "the host of a target counts, whatever the Host field says, and is all that addresses are made of",
        arguments: [
            ("/ws?wsdl", "http://asked.example:8080/"), ("http://target.example/ws?wsdl", "http://target.example/"),
            ("HTTP://target.example:99/ws?wsdl", "http://target.example:99/"),
            ("http://[::1]:8080/ws?wsdl", "http://[::1]:8080/"),
        ]
    )
    func targetHost(target: String, address: String) async throws {
        try await ServiceUnderTest.run { service in
            var pages: [String] = []
            try await RawConnection.open(port: service.client.port) { connection in
                try await connection.write("GET \(target) HTTP/1.1\r\nHost: asked.example:8080\r\n\r\n")
                pages.append(String(decoding: try await connection.readAnswer().body, as: UTF8.self))
            }
            #expect(pages.first?.contains("\"\(address)") == true, "\(pages)")
        }
    }

    @Test("a signed URL has each parameter once, and its expiry as it was written", arguments: [Fill.cold, .warm])
    func doubledParameters(fill: Fill) async throws {
        try await ServiceUnderTest.run { service in
            let url = try await service.audioURL()
            if fill == .warm { _ = try await service.client.send("GET", url) }
            let expiry = String(try #require(url.firstMatch(of: /exp=(\d+)/)?.1))
            let changed = [
                url + "&user=supervisor", url + "&exp=\(expiry)", url + "&kid=a", url + "&sig=a",
                url + "&download=1&download=1",
                url.replacing("exp=", with: "exp=+"), url.replacing("exp=", with: "exp=0"),
                url.replacing("exp=", with: "exp=%2B"),
                url.replacing("?", with: "?user=visitor&"), url.replacing("exp=\(expiry)", with: "exp=\(expiry)%20"),
                url.replacing("exp=\(expiry)", with: "exp=-\(expiry)"),
            ]
            for target in changed {
                let answer = try await service.client.send("GET", target)
                #expect(answer.status == 403, "\(target)")
                #expect(try answer.problem.code == "signatureInvalid")
            }
        }
    }

    @Test(
        "results come as lines where those are asked for by name, and not less than a document",
        arguments: [
            (["application/x-ndjson"], true), (["application/x-ndjson, application/json"], true),
            (["application/json"], false),
            ([], false), (["*/*"], false), (["application/x-ndjson;q=0"], false), (["application/*"], false),
            (["application/json;q=0.5, application/x-ndjson;q=0.9"], true),
            (["application/x-ndjson; q=0.1, application/json"], false),
            (["application/x-ndjson;q=0.5, */*;q=0.9"], false), (["APPLICATION/X-NDJSON"], true),
            (["application/x-ndjson;q=0.2", "application/json;q=0.1"], true), (["application/x-ndjson;q=x"], false),
            (["text/application/x-ndjson"], false),
        ]
    )
    func accept(fields: [String], isLines: Bool) {
        #expect(AcceptField(fields).names("application/x-ndjson", notLessThan: "application/json") == isLines)
    }

    @Test(
        "a browser's cookie changes something only for a page of the very same origin, scheme included",
        arguments: [
            ("", [("Origin", "http://calls.example")], true), ("", [("Origin", "https://calls.example")], false),
            ("", [("Origin", "http://calls.example:80")], true), ("", [("Origin", "http://calls.example:8080")], false),
            ("", [("Origin", "http://evil.example")], false), ("", [("Origin", "null")], false), ("", [], false),
            ("", [("Referer", "http://calls.example/console/entries")], true),
            ("", [("Referer", "https://calls.example/")], false),
            ("", [("Referer", "http://calls.example.evil/")], false),
            ("", [("Referer", "http://calls.example@evil/")], false),
            ("", [("Sec-Fetch-Site", "same-origin")], true), ("", [("Sec-Fetch-Site", "same-site")], false),
            ("", [("Sec-Fetch-Site", "cross-site"), ("Origin", "http://calls.example")], false),
            ("", [("Sec-Fetch-Site", "same-origin"), ("Origin", "http://evil.example")], false),
            ("", [("Origin", "https://calls.example"), ("X-Forwarded-Proto", "https")], true),
            ("", [("Origin", "http://calls.example"), ("X-Forwarded-Proto", "https")], false),
            ("", [("Origin", "https://calls.example"), ("Forwarded", "for=192.0.2.1;proto=https")], true),
            ("", [("Origin", "http://calls.example"), ("Forwarded", "for=192.0.2.1;proto=HTTPS")], false),
            (
                "",
                [
                    ("Origin", "https://calls.example"),
                    ("Forwarded", "for=192.0.2.1;proto=https, for=127.0.0.1;proto=http"),
                ], true
            ),
            (
                "", [("Origin", "https://calls.example"), ("Forwarded", "proto=https, for=192.0.2.1;proto=http")],
                false
            ),
            ("https://calls.example", [("Origin", "https://calls.example")], true),
            ("https://calls.example", [("Origin", "http://calls.example")], false),
            ("https://calls.example", [("Referer", "http://calls.example/")], false),
            ("https://other.example", [("Origin", "http://calls.example")], true),
            ("https://other.example", [("Origin", "https://other.example")], false),
        ] as [(String, [(String, String)], Bool)]
    )
    func cookieOrigins(publicBaseURL: String, fields: [(String, String)], isOurs: Bool) async throws {
        var setup = Setup()
        setup.configure = { $0.publicBaseURL = publicBaseURL }
        try await ServiceUnderTest.run(setup) { service in
            var answers: [RawConnection.Answer] = []
            let cookie = try await service.cookie(token: ServiceUnderTest.adminToken)
            try await RawConnection.open(port: service.client.port) { connection in
                let lines = (fields + [(cookie.name, cookie.value)])
                    .map { "\($0.0): \($0.1)\r\n" }.joined()
                try await connection.write("DELETE /v1/cache?all=true HTTP/1.1\r\nHost: calls.example\r\n\(lines)\r\n")
                answers.append(try await connection.readAnswer())
            }
            #expect(answers.first?.status == (isOurs ? 200 : 401))
        }
    }
}
