import Registry
import Testing

struct HostFieldTests {
    @Test(
        "Addresses are accepted with and without scheme, port and path, without spaces around them",
        arguments: [
            ("", ""), ("api.dubber.net/uk1", "api.dubber.net/uk1"), ("  api.dubber.net ", "api.dubber.net"),
            ("http://127.0.0.1:9000/uk1", "http://127.0.0.1:9000/uk1"), ("HTTPS://a.b/c/d/", "HTTPS://a.b/c/d/"),
            ("[::1]:8080/uk1", "[::1]:8080/uk1"), ("[2001:db8::1]", "[2001:db8::1]"), ("host_1", "host_1"),
            ("api.dubber.net/uk1/accounts/acme?listener=p@a.b", "api.dubber.net/uk1/accounts/acme?listener=p@a.b"),
            ("a.b?listener=p%2B1%40a.b", "a.b?listener=p%2B1%40a.b"),
        ]
    )
    func accepted(raw: String, text: String) throws {
        #expect(try HostField(raw).text == text)
    }

    @Test(
        "What is no address is refused, and says why",
        arguments: [
            ("ftp://a.b", HostField.Problem.scheme), ("a b", .characters), ("a.b/c d", .characters),
            ("a.b\\c", .characters), ("bücher.example", .characters), ("user:pass@a.b", .userInfo),
            ("https://a.b@c.d", .userInfo), ("a.b?x", .queryOrFragment), ("a.b/c#d", .queryOrFragment),
            ("a.b?listener=", .queryOrFragment), ("a.b?listener=p@", .queryOrFragment),
            ("a.b?listener=p@a.b&x=y", .queryOrFragment), ("a.b?listener=p@a.b#c", .queryOrFragment),
            ("a.b?listener=p@a.b?listener=q@a.b", .queryOrFragment), ("a.b?other=p@a.b", .queryOrFragment),
            ("user:pass@a.b?listener=p@a.b", .userInfo),
            ("a..b", .host), ("-a.b", .host), ("/uk1", .host), ("https://", .host), ("[::1", .host), ("[xyz]", .host),
            ("::1", .host), ("a.b:0", .port), ("a.b:65536", .port), ("a.b:", .port), ("a.b:+1", .port),
            ("a.b//c", .path), ("a.b/../c", .path), ("a.b/./c", .path),
            (String(repeating: "a", count: 600), .tooLong),
        ]
    )
    func refused(raw: String, problem: HostField.Problem) {
        #expect(throws: problem) { try HostField(raw) }
    }
}
