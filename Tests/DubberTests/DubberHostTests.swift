import Recordings
import Testing

import Dubber

@Suite("Host fields")
struct DubberHostTests {
    @Test(
        "A host field names base address and account",
        arguments: [
            ("api.dubber.net/uk1", "https://api.dubber.net/uk1/v1", nil),
            ("API.dubber.net/uk1/", "https://api.dubber.net/uk1/v1", nil),
            ("  https://api.dubber.net/uk1/v1  ", "https://api.dubber.net/uk1/v1", nil),
            ("api.dubber.net", "https://api.dubber.net/v1", nil),
            ("api.dubber.net/uk1/accounts/acme", "https://api.dubber.net/uk1/v1", "acme"),
            ("HTTPS://api.dubber.net:8443/uk1/v1/accounts/acme-2/", "https://api.dubber.net:8443/uk1/v1", "acme-2"),
            ("[2001:db8::1]:443/uk1", "https://[2001:db8::1]:443/uk1/v1", nil),
        ]
    )
    func reads(field: String, baseURL: String, account: String?) throws {
        let host = try DubberHost(field: field, allowPlainHTTP: false)
        #expect(host.baseURL == baseURL)
        #expect(host.account == account)
    }

    @Test(
        "A field may name who listens",
        arguments: [
            ("api.dubber.net/uk1/accounts/acme?listener=pat@example.com", "acme", "pat@example.com"),
            ("https://api.dubber.net/uk1?listener=pat%2Bx%40example.com", nil, "pat+x@example.com"),
            ("api.dubber.net/uk1/?listener=", nil, ""), ("api.dubber.net/uk1", nil, nil),
        ]
    )
    func listener(field: String, account: String?, listener: String?) throws {
        let host = try DubberHost(field: field, allowPlainHTTP: false)
        #expect(host.name == "api.dubber.net/uk1")
        #expect(host.account == account)
        #expect(host.listener == listener)
    }

    @Test("Plain HTTP is read only where it is allowed")
    func plainHTTP() throws {
        let host = try DubberHost(field: "http://127.0.0.1:9000/uk1", allowPlainHTTP: true)
        #expect(host.baseURL == "http://127.0.0.1:9000/uk1/v1")
        #expect(host.name == "127.0.0.1:9000/uk1")
        #expect(throws: ProviderFailure.hostNotUsable) {
            try DubberHost(field: "http://127.0.0.1:9000/uk1", allowPlainHTTP: false)
        }
    }

    @Test(
        "A field that is no host is refused",
        arguments: [
            "api.dubber.net/uk1?listener", "api.dubber.net/uk1?listener=pat", "api.dubber.net/uk1?listener=a@b&x=1",
            "api.dubber.net/uk1?listener=a b@c", "api.dubber.net/uk1?listener=a%0D%0A@c",
            "api.dubber.net/uk1?listener=@",
            "", "   ", "/uk1", "ftp://api.dubber.net", "api.dubber.net/uk1?x=1", "api.dubber.net/uk1#x",
            "user@api.dubber.net/uk1",
            "api.dubber.net/../uk1", "api.dubber.net//uk1", "api.dubber.net/uk 1", "api.dubber.net:0/uk1",
            "api.dubber.net:99999",
            "api.dubber.net:x", "api.dubber.net\\uk1", "api.dubber.net/uk1/accounts/", "api.dubber.net/uk1/accounts",
            "https://",
            "api.dubber.net/%75k1", "[::1", "münchen.example/uk1", "api.dubber.net/uk1\r\nHost: x", "-x.example",
        ]
    )
    func refuses(field: String) {
        #expect(throws: ProviderFailure.hostNotUsable) {
            try DubberHost(field: field, allowPlainHTTP: true)
        }
    }

    @Test("A field beyond the length limit is refused")
    func tooLong() {
        #expect(throws: ProviderFailure.hostNotUsable) {
            try DubberHost(field: "api.dubber.net/" + String(repeating: "a", count: 600), allowPlainHTTP: false)
        }
    }
}
