import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientRedirectTests {
    @Test func `a redirect is refused unless allowed`() async throws {
        try await withClientAndProvider { client, provider in
            provider.on("GET", "/a") { _ in .redirect(302, to: "/b") }
            let request = HTTPRequest(url: provider.baseURL + "/a")
            await #expect(throws: TransportError.redirectRefused) { try await client.send(request) }
            #expect(provider.requests.map(\.target) == ["/a"])
        }
    }

    @Test func `a redirect is followed byte for byte on the same connection`() async throws {
        try await withClientAndProvider { client, provider in
            let target = provider.baseURL + "/b/../c?sig=a%2fB"
            provider.on("GET", "/a") { _ in .redirect(307, to: target) }
            provider.on("GET", "/b/../c") { _ in .bytes(200, [1]) }
            let request = HTTPRequest(
                url: provider.baseURL + "/a",
                headers: [("Authorization", "Bearer t")],
                redirects: .follow(maximum: 1)
            )
            let response = try await client.send(request)
            #expect(try await response.body.collect(upTo: 1) == [1])
            let requests = provider.requests
            #expect(requests.map(\.target) == ["/a", "/b/../c?sig=a%2fB"])
            #expect(requests.map { $0.headers["Authorization"] } == ["Bearer t", "Bearer t"])
            #expect(requests.map(\.connection) == [1, 1])
        }
    }

    @Test func `redirects beyond the limit end the request`() async throws {
        try await withClientAndProvider { client, provider in
            provider.on("GET", "/a") { _ in .redirect(302, to: "/a") }
            let request = HTTPRequest(url: provider.baseURL + "/a", redirects: .follow(maximum: 3))
            await #expect(throws: TransportError.tooManyRedirects) { try await client.send(request) }
            #expect(provider.requests.count == 4)
        }
    }

    @Test func `credentials do not go along to another host`() async throws {
        let other = try await ScriptedProvider.start()
        try await withClientAndProvider { client, provider in
            let target = other.baseURL + "/b"
            provider.on("GET", "/a") { _ in .redirect(302, to: target) }
            other.on("GET", "/b") { _ in .bytes(200) }
            let request = HTTPRequest(
                url: provider.baseURL + "/a",
                headers: [
                    ("Authorization", "Bearer t"), ("X-Api-Key", "k"), ("Cookie", "c"), ("Range", "bytes=0-1"),
                ],
                redirects: .follow(maximum: 1)
            )
            let response = try await client.send(request)
            #expect(response.status == 200)
            let received = try #require(other.requests.first).headers
            #expect(received["Authorization"] == nil)
            #expect(received["X-Api-Key"] == nil)
            #expect(received["Cookie"] == nil)
            #expect(received["Range"] == "bytes=0-1")
        }
        await other.stop()
    }

    @Test(arguments: ["http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "file:///etc/passwd"])
    func `a redirect to where the service may not go is refused`(location: String) async throws {
        try await withClientAndProvider { client, provider in
            provider.on("GET", "/a") { _ in .redirect(302, to: location) }
            let request = HTTPRequest(url: provider.baseURL + "/a", redirects: .follow(maximum: 5))
            await #expect(throws: TransportError.refusedByEgress) { try await client.send(request) }
        }
    }

    @Test func `a redirect without a target is a response like any other`() async throws {
        try await withClientAndProvider { client, provider in
            provider.reply { _ in .bytes(302) }
            let response = try await client.send(HTTPRequest(url: provider.baseURL))
            #expect(response.status == 302)
        }
    }

    @Test func `the total limit spans all hops`() async throws {
        try await withClientAndProvider { client, provider in
            provider.on("GET", "/a") { _ in .redirect(302, to: "/b") }
            provider.on("GET", "/b") { _ in .stall }
            let request = HTTPRequest(
                url: provider.baseURL + "/a",
                limits: .generous { $0.total = .milliseconds(300) },
                redirects: .follow(maximum: 1)
            )
            await #expect(throws: TransportError.totalTimedOut) { try await client.send(request) }
        }
    }
}
