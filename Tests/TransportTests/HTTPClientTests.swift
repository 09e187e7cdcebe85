import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientTests {
    @Test func `a response comes with status, headers and body`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .json(201, #"{"id":"1"}"#, headers: [("X-Twice", "a"), ("x-twice", "b")]) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL + "/v1/recordings/1?a=b"))
            #expect(response.status == 201)
            #expect(response.headers["content-TYPE"] == "application/json; charset=utf-8")
            #expect(response.headers.all("X-Twice") == ["a", "b"])
            #expect(try await response.body.collect(upTo: 100) == Array(#"{"id":"1"}"#.utf8))
            #expect(provider.requests.map(\.method) == ["GET"])
            #expect(provider.requests.map(\.target) == ["/v1/recordings/1?a=b"])
        }
    }

    @Test(arguments: [200, 204, 304, 400, 403, 404, 416, 500, 503])
    func `any status is a response`(status: Int) async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in ScriptedReply([.head(status: status, headers: [("Content-Length", "0")])]) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            #expect(response.status == status)
            #expect(try await response.body.collect(upTo: 0).isEmpty)
        }
    }

    @Test func `a request is sent with its own fields and few others`() async throws {
        try await withClientAndProvider { client, provider in
            provider.on("GET", "/") { _ in .bytes(200) }
            let fields = [(name: "Authorization", value: "Bearer t"), (name: "X-Empty", value: "")]
            _ = try await client.send(HTTPRequest(url: provider.baseURL + "/", headers: fields))
            _ = try await client.send(
                HTTPRequest(
                    url: provider.baseURL + "/",
                    headers: [("accept-encoding", "gzip"), ("user-agent", "other")]
                )
            )
            let requests = provider.requests
            #expect(requests[0].headers["Authorization"] == "Bearer t")
            #expect(requests[0].headers["X-Empty"] == "")
            #expect(requests[0].headers["Accept-Encoding"] == "identity")
            #expect(requests[0].headers["User-Agent"] == "playback-resolver")
            #expect(requests[0].headers["Cookie"] == nil)
            #expect(requests[1].headers["Accept-Encoding"] == "gzip")
            #expect(requests[1].headers["User-Agent"] == "other")
        }
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func `a body goes with its method, without asking leave first`(method: String) async throws {
        try await withClientAndProvider { client, provider in
            provider.on(method, "/token") { _ in .bytes(200) }
            let body = [UInt8](repeating: 0x61, count: 1024 * 1024)
            _ = try await client.send(
                HTTPRequest(
                    method: method,
                    url: provider.baseURL + "/token",
                    headers: [("Content-Type", "text/plain")],
                    body: body
                )
            )
            let request = try #require(provider.requests.first)
            #expect(request.body == body)
            #expect(request.headers["Expect"] == nil)
            #expect(request.headers["Content-Type"] == "text/plain")
            #expect(request.headers["Content-Length"] == "1048576")
        }
    }

    @Test func `a POST without a body says so`() async throws {
        try await withClientAndProvider { client, provider in
            provider.on("POST", "/") { _ in .bytes(200) }
            _ = try await client.send(HTTPRequest(method: "POST", url: provider.baseURL + "/"))
            let request = try #require(provider.requests.first)
            #expect(request.headers["Content-Length"] == "0")
            #expect(request.headers["Content-Type"] == nil)
        }
    }

    @Test func `HEAD has no body though a length is given`() async throws {
        try await withClientAndProvider { client, provider in
            provider.on("HEAD", "/a") { .file([1, 2, 3], for: $0) }
            let response = try await client.send(HTTPRequest(method: "HEAD", url: provider.baseURL + "/a"))
            #expect(response.headers["Content-Length"] == "3")
            #expect(try await response.body.collect(upTo: 10).isEmpty)
        }
    }

    @Test(arguments: [
        "/a%2fb%2FC/%e2%82%AC", "/a/../b/./c/..", "/..%2f../x", "//double//slash/",
        "/a?sig=a%2Bb+c%2f%3D&x=%2e%2E&y=/../",
        "/a?b?c=d;e", "/~!$&'()*,;=:@", "/%", "/a?X-Amz-Signature=0aF&X-Amz-Credential=AKIA%2F20261120%2feu",
    ])
    func `the target goes out byte for byte`(target: String) async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .bytes(200) }
            _ = try await client.send(HTTPRequest(url: provider.baseURL + target))
            #expect(provider.requests.map(\.target) == [target])
        }
    }

    @Test func `a connection is used again`() async throws {
        try await withClientAndProvider { client, provider in
            provider.on("GET", "/") { _ in .bytes(200, [1, 2, 3]) }
            for _ in 0..<5 {
                let response = try await client.send(HTTPRequest(url: provider.baseURL + "/"))
                _ = try await response.body.collect(upTo: 3)
            }
            #expect(provider.requests.map(\.connection) == [1, 1, 1, 1, 1])
        }
    }

    @Test func `compressed bodies are passed on as they are`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .bytes(200, headers: [("Content-Encoding", "gzip")], [0x1F, 0x8B, 0, 0]) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            #expect(response.headers["Content-Encoding"] == "gzip")
            #expect(try await response.body.collect(upTo: 10) == [0x1F, 0x8B, 0, 0])
        }
    }
}
