import Foundation
import Recordings
import Registry
import Service
import Testing

/// Signing in to the console, and what the cookie is good for.
@Suite("Console session")
struct ConsoleSessionTests {
    private struct Standing: Decodable {
        let signedIn: Bool
        let name: String?
        let role: String?
    }

    @Test("whoever is not signed in is led to the sign-in, and from there back to the page")
    func leadsToSignIn() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.sendRaw("GET", "/?user=team%20lead&q=%2B44")
            #expect(answer.status == 303)
            let location = try #require(answer["Location"])
            #expect(location == "/console/sign-in?to=%2F%3Fuser%3Dteam%2520lead%26q%3D%252B44")
            let page = try await service.client.send("GET", location)
            #expect(page.status == 200)
            #expect(page.text.contains("name=\"to\" value=\"/?user=team%20lead&amp;q=%2B44\""))
            let signedIn = try await service.signIn(
                "token=\(ServiceUnderTest.reportToken)&to=%2F%3Fuser%3Dteam%2520lead%26q%3D%252B44"
            )
            #expect(signedIn.status == 303)
            #expect(signedIn["Location"] == "/?user=team%20lead&q=%2B44")
        }
    }

    @Test("the cookie is for this service alone: no script reads it, no other site sends it")
    func cookie() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.signIn("token=\(ServiceUnderTest.reportToken)")
            let cookie = try #require(answer["Set-Cookie"])
            #expect(cookie.contains(/^resolver_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/))
            #expect(!cookie.contains(ServiceUnderTest.reportToken))
            #expect(answer["Location"] == "/")
            #expect(answer["Cache-Control"] == "no-store")
        }
        var setup = Setup()
        setup.configure = { $0.publicBaseURL = "https://playback.example" }
        try await ServiceUnderTest.run(setup) { service in
            let answer = try await service.signIn("token=\(ServiceUnderTest.reportToken)")
            let cookie = try #require(answer["Set-Cookie"])
            #expect(cookie.hasPrefix("__Host-resolver_session="))
            #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict; Secure"))
            let header = try ServiceUnderTest.cookie(answer)
            #expect(try await service.client.send("GET", "/", headers: [header]).status == 200)
            let plain = header.value.replacing("__Host-", with: "")
            #expect(try await service.client.sendRaw("GET", "/", headers: [("Cookie", plain)]).status == 303)
        }
    }

    @Test("a wrong token is 401 with one sentence and no cookie, as a page and as JSON")
    func wrongToken() async throws {
        try await ServiceUnderTest.run { service in
            for token in ["nobody", "", "two%20words", "caf%C3%A9", String(repeating: "a", count: 600)] {
                let page = try await service.signIn("token=\(token)")
                #expect(page.status == 401)
                #expect(page["Set-Cookie"] == nil)
                #expect(page.text.contains("role=\"alert\">This token is not known here, or was revoked.</p>"))
            }
            let json = try await service.client.send("POST", "/console/session", body: Array("{\"token\":\"x\"}".utf8))
            #expect(json.status == 401)
            #expect(try json.problem.code == "unauthenticated")
            let neither = try await service.client.send("POST", "/console/session", body: Array("token".utf8))
            #expect(neither.status == 400)
        }
    }

    @Test("a program signs in with JSON, and is told who it is")
    func json() async throws {
        try await ServiceUnderTest.run { service in
            let body = Array("{\"token\":\"\(ServiceUnderTest.adminToken)\"}".utf8)
            let answer = try await service.client.send("POST", "/console/session", body: body)
            #expect(answer.status == 200)
            let set = try #require(answer["Set-Cookie"])
            let cookie = ServiceUnderTest.Header("Cookie", "theme=dark; \(set.prefix { $0 != ";" })")
            let standing = try await service.client.send("GET", "/console/session", headers: [cookie])
                .decoded(as: Standing.self)
            #expect(standing.signedIn && standing.name == "admin" && standing.role == "admin")
            let nobody = try await service.client.send("GET", "/console/session").decoded(as: Standing.self)
            #expect(!nobody.signedIn)
        }
    }

    @Test(
        "a page to go on to is a page of this service",
        arguments: [
            "//evil.example/", "https://evil.example/", "/%5Cevil.example", "%2F%2Fevil.example", "/%0D%0AX:%20y", "x",
        ]
    )
    func noOtherHost(target: String) async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.signIn("token=\(ServiceUnderTest.reportToken)&to=\(target)")
            #expect(answer["Location"] == "/")
            let page = try await service.client.send("GET", "/console/sign-in?to=\(target)")
            #expect(page.text.contains("name=\"to\" value=\"/\""))
        }
    }

    @Test("signing out takes the cookie back")
    func signingOut() async throws {
        try await ServiceUnderTest.run { service in
            let cookies = [
                try await service.cookie(token: ServiceUnderTest.reportToken),
                try await service.cookie(token: ServiceUnderTest.reportToken),
            ]
            let form = try await service.client.sendRaw(
                "POST",
                "/console/sign-out",
                headers: [cookies[0], ServiceUnderTest.sameOrigin]
            )
            #expect(form.status == 303)
            #expect(form["Location"] == "/console/sign-in")
            #expect(try await service.client.sendRaw("GET", "/", headers: [cookies[0]]).status == 303)
            #expect(try await service.client.sendRaw("GET", "/", headers: [cookies[1]]).status == 200)
            let json = try await service.client.sendRaw("DELETE", "/console/session", headers: [cookies[1]])
            #expect(json.status == 204)
            #expect(try await service.client.sendRaw("GET", "/", headers: [cookies[1]]).status == 303)
            for answer in [form, json] {
                #expect(answer["Set-Cookie"]?.hasPrefix("resolver_session=; ") == true)
                #expect(answer["Set-Cookie"]?.hasSuffix("; Max-Age=0") == true)
            }
        }
    }

    @Test("the cookie opens pages and addresses like its token, and a revoked token's opens nothing")
    func opens() async throws {
        try await ServiceUnderTest.run { service in
            let report = try await service.cookie(token: ServiceUnderTest.reportToken)
            let admin = try await service.cookie(token: ServiceUnderTest.adminToken)
            let page = try await service.client.send("GET", "/", headers: [report])
            #expect(page.status == 200)
            #expect(page["Content-Type"] == "text/html; charset=utf-8")
            #expect(page["Cache-Control"] == "no-store")
            #expect(try await service.client.send("GET", "/v1/debug/cache", headers: [admin]).status == 200)
            #expect(try await service.client.send("GET", "/v1/debug/cache", headers: [report]).status == 403)
            #expect(try await service.client.send("GET", "/v1/debug/cache").status == 401)
            try service.registry.revokeToken(name: "report")
            #expect(try await service.client.sendRaw("GET", "/", headers: [report]).status == 303)
        }
    }

    @Test("pages let nothing in but our own files, and are framed by nobody")
    func policy() async throws {
        try await ServiceUnderTest.run { service in
            let page = try await service.client.send("GET", "/console/sign-in")
            let policy = try #require(page["Content-Security-Policy"])
            #expect(policy.contains("default-src 'none'"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("data:") && !policy.contains("http"))
            #expect(page["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test(
        "what changes something takes the cookie only from our own pages",
        arguments: [
            (["Sec-Fetch-Site": "same-origin"], 200), (["Sec-Fetch-Site": "same-site"], 401),
            (["Sec-Fetch-Site": "cross-site"], 401), (["Origin": "http://evil.example"], 401),
            (["Origin": "null"], 401), (["Origin": "own"], 200), ([:], 401),
            (["Sec-Fetch-Site": "cross-site", "Origin": "own"], 401),
        ] as [([String: String], Int)]
    )
    func unsafe(headers: [String: String], status: Int) async throws {
        try await ServiceUnderTest.run { service in
            let own = "http://127.0.0.1:\(service.client.port)"
            let sent = headers.map { ($0.key, $0.value == "own" ? own : $0.value) }
            let answer = try await service.client.send(
                "POST",
                "/v1/availability",
                headers: sent + [service.cookie(token: ServiceUnderTest.reportToken)],
                body: Array(SampleRow.body([SampleRow()]).utf8)
            )
            #expect(answer.status == status)
        }
    }

    @Test(
        "another site can sign nobody in or out",
        arguments: ["POST /console/session", "DELETE /console/session", "POST /console/sign-out"]
    )
    func otherSites(route: String) async throws {
        try await ServiceUnderTest.run { service in
            let words = route.split(separator: " ").map(String.init)
            let answer = try await service.client.send(
                words[0],
                words[1],
                headers: [ServiceUnderTest.form, ("Sec-Fetch-Site", "cross-site")],
                body: Array("token=\(ServiceUnderTest.reportToken)".utf8)
            )
            #expect(answer.status == 403)
            #expect(answer["Set-Cookie"] == nil)
            #expect(try answer.problem.code == "originNotOurs")
        }
    }

    @Test("a bearer token goes before the cookie")
    func bearerFirst() async throws {
        try await ServiceUnderTest.run { service in
            let answer = try await service.client.send(
                "GET",
                "/v1/debug/cache",
                token: ServiceUnderTest.reportToken,
                headers: [service.cookie(token: ServiceUnderTest.adminToken)]
            )
            #expect(answer.status == 403)
        }
    }

    @Test("a browser that has a file already is told so")
    func files() async throws {
        try await ServiceUnderTest.run { service in
            let first = try await service.client.send("GET", "/console/console.css")
            #expect(first.status == 200)
            let tag = try #require(first["ETag"])
            let second = try await service.client.send("GET", "/console/console.css", headers: [("If-None-Match", tag)])
            #expect(second.status == 304)
            #expect(second.bytes.isEmpty)
        }
    }
}
