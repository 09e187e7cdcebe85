import ByteRanges
import Service
import Testing

@Suite("Heads of audio requests")
struct AudioRequestHeadTests {
    private static let start = "GET /v1/audio/a:1/04?user=u&exp=1&kid=k&sig=s HTTP/1.1\r\n"

    private func read(_ text: String) -> AudioRequestHead? {
        read(text.utf8)
    }

    private func read(_ bytes: some Collection<UInt8>) -> AudioRequestHead? {
        AudioRequestHead(Array(bytes).span)
    }

    @Test("Tells the target, the fields that count, and where the head ends")
    func whole() throws {
        let fields =
            "hOsT: a\r\nRange:\t bytes=0-1\r\nIf-Range: \"x\"\r\nORIGIN: https://a.example\r\nX-Request-Id: id-1\r\n"
            + "Connection: Keep-Alive\r\nAccept: */*\r\nCookie: a=b; c=d\r\n\r\n"
        let text = Self.start + fields
        let head = try #require(read(text + "GET /next"))
        #expect(!head.isHead && head.byteCount == text.utf8.count)
        #expect(
            text.utf8.dropFirst(4).prefix(head.target.count).elementsEqual(
                "/v1/audio/a:1/04?user=u&exp=1&kid=k&sig=s".utf8
            )
        )
        #expect(head.target.lowerBound == 4)
        #expect(head.fields.conditions.range == RangeHeader(.from(0, through: 1)))
        #expect(head.fields.conditions.ifRange == "\"x\"")
        #expect(head.fields.origin == "https://a.example")
        #expect(head.fields.requestID == "id-1")
        #expect(read("HEAD" + Self.start.dropFirst(3) + "Host: a\r\n\r\n")?.isHead == true)
    }

    @Test("Is not read before its last byte has come")
    func prefixes() {
        let text = Array((Self.start + "Host: a\r\nRange: bytes=0-1\r\n\r\n").utf8)
        for count in text.indices { #expect(read(text[..<count]) == nil) }
        #expect(read(text) != nil)
    }

    @Test(
        "Leaves to the codec what is not plainly one request for audio without a body",
        arguments: [
            "Content-Length: 5", "Content-Length: 0", "Transfer-Encoding: chunked", "transfer-encoding: x",
            "Upgrade: h2c",
            "Expect: 100-continue", "Authorization: Bearer x", "Connection: close", "Connection: upgrade", "Host: b",
            "Range: bytes=0-1\r\nRange: bytes=2-3", "If-Match: \"a\"\r\nif-match: \"b\"",
            "X-Request-Id: a\r\nX-Request-Id: b",
            "Name : value", " folded", "A: b\r\n folded", "No colon", ": no name", "A: b\nB: c", "A: b\r", "A: \u{0}",
            "A: \u{7F}", "A: é", "É: a",
        ]
    )
    func other(field: String) {
        #expect(read(Self.start + "Host: a\r\nB: c\r\n\r\n") != nil)
        #expect(read(Self.start + "Host: a\r\n\(field)\r\n\r\n") == nil)
    }

    @Test(
        "Leaves other requests to the codec",
        arguments: [
            "POST /v1/audio/a/1 HTTP/1.1", "get /v1/audio/a/1 HTTP/1.1", "GET /v1/live HTTP/1.1",
            "GET  /v1/audio/a/1 HTTP/1.1", "GET /v1/audio/a/1  HTTP/1.1", "GET /v1/audio/a/1 HTTP/1.0",
            "GET /v1/audio/a/1 HTTP/1.1 ", "GET /v1/audio/a/1", "GET http://a/v1/audio/a/1 HTTP/1.1",
            "GET /v1/audio/a\t/1 HTTP/1.1", "GET /v1/audio/é HTTP/1.1", " GET /v1/audio/a/1 HTTP/1.1",
        ]
    )
    func otherRequests(line: String) {
        #expect(read("\(line)\r\nHost: a\r\n\r\n") == nil)
    }

    @Test("A host is named, and fields are not too many")
    func counts() {
        #expect(read(Self.start + "\r\n") == nil)
        func many(_ count: Int) -> String {
            Self.start + "Host: a\r\n" + (1..<count).map { "A\($0): b\r\n" }.joined() + "\r\n"
        }
        #expect(read(many(100)) != nil)
        #expect(read(many(101)) == nil)
    }
}
