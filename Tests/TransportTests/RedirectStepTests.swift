import Testing
import Transport

struct RedirectStepTests {
    @Test(arguments: [
        (301, "GET", "GET"), (301, "POST", "GET"), (302, "POST", "GET"), (302, "PUT", "PUT"), (303, "PUT", "GET"),
        (303, "HEAD", "HEAD"), (307, "POST", "POST"), (308, "POST", "POST"),
    ])
    func `the method changes as the status asks`(status: Int, before: String, after: String) throws {
        let step = try RedirectStep(
            status: status,
            location: "/b",
            previous: HTTPRequest(method: before, url: "https://a.example/a", body: before == "POST" ? [1] : []),
            previousURL: RequestURL("https://a.example/a")
        )
        #expect(step.request.method == after)
        #expect(step.request.body == (after == "POST" ? [1] : []))
        #expect(step.request.url == "https://a.example/b")
        #expect(step.url.text == step.request.url)
    }

    @Test(arguments: [
        ("http://a.example/b", "HTTPS to HTTP"), ("https://user@b.example/", "credentials in it"),
        ("https://b example/", "a blank"),
        ("https://b.example/", "a body to another host"), ("https://a.example:444/", "a body to another port"),
    ])
    func `a target that may not be followed is refused`(location: String, why: String) throws {
        let request = HTTPRequest(method: "POST", url: "https://a.example/a", body: [1])
        #expect(throws: TransportError.redirectRefused, "\(why)") {
            try RedirectStep(
                status: 307,
                location: location,
                previous: request,
                previousURL: RequestURL("https://a.example/a")
            )
        }
    }

    @Test func `another scheme is refused by the rules of egress`() throws {
        #expect(throws: TransportError.refusedByEgress) {
            try RedirectStep(
                status: 302,
                location: "ftp://a.example/",
                previous: HTTPRequest(url: "https://a.example/a"),
                previousURL: RequestURL("https://a.example/a")
            )
        }
    }

    @Test(arguments: [
        "https://b.example/", "https://a.example:8443/", "https://A.example.evil.example/", "//b.example/x",
    ])
    func `only harmless fields go to another origin`(location: String) throws {
        let step = try RedirectStep(
            status: 302,
            location: location,
            previous: HTTPRequest(
                url: "https://a.example/a",
                headers: [("AUTHORIZATION", "t"), ("X-Anything", "k"), ("Accept", "*/*"), ("If-Range", "\"v\"")]
            ),
            previousURL: RequestURL("https://a.example/a")
        )
        #expect(step.request.headers.map(\.name) == ["Accept", "If-Range"])
    }

    @Test func `the same origin is recognised in other letters`() throws {
        let step = try RedirectStep(
            status: 302,
            location: "HTTPS://A.Example:443/b",
            previous: HTTPRequest(url: "https://a.example/a", headers: [("Authorization", "t")]),
            previousURL: RequestURL("https://a.example/a")
        )
        #expect(step.request.headers.map(\.name) == ["Authorization"])
    }

    @Test func `only redirects with a target count`() {
        let headers = HTTPHeaders([("location", "/b")])
        #expect([301, 302, 303, 307, 308].allSatisfy { RedirectStep.location(status: $0, headers: headers) == "/b" })
        #expect(
            [200, 201, 300, 304, 305, 306, 404].allSatisfy {
                RedirectStep.location(status: $0, headers: headers) == nil
            }
        )
        #expect(RedirectStep.location(status: 302, headers: HTTPHeaders()) == nil)
    }
}
