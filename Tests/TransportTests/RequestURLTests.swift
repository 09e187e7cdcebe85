import Testing
import Transport

struct RequestURLTests {
    @Test(arguments: [
        ("https://api.dubber.net/uk1/v1", RequestURL.Scheme.https, "api.dubber.net", 443),
        ("HTTP://API.Dubber.net", .http, "api.dubber.net", 80),
        ("http://127.0.0.1:9000/uk1", .http, "127.0.0.1", 9000),
        ("https://[2001:DB8::1]:8443/", .https, "[2001:db8::1]", 8443),
    ])
    func `an address is taken apart`(text: String, scheme: RequestURL.Scheme, host: String, port: Int) throws {
        let url = try RequestURL(text)
        #expect(url.text == text)
        #expect(url.scheme == scheme)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.authority == "\(host):\(port)")
    }

    @Test(arguments: [
        ("b", "https://a.example/x/b"), ("/b?c=%2F", "https://a.example/b?c=%2F"),
        ("//b.example/c", "https://b.example/c"),
        ("?q=1", "https://a.example/x/y?q=1"), ("http://c.example/d/../%2e", "http://c.example/d/../%2e"),
    ])
    func `a location is resolved`(location: String, resolved: String) throws {
        #expect(try RequestURL("https://a.example/x/y?z").resolving(location: location).text == resolved)
    }

    @Test func `an address beyond the limit is refused`() {
        #expect(throws: TransportError.invalidURL) {
            try RequestURL("https://a.example/" + String(repeating: "a", count: RequestURL.maximumBytes))
        }
    }
}
